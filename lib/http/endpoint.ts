import middy, { type MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { authenticate } from "../auth/authenticate.ts";
import { authorizeForUser, authorizeOperator } from "../auth/authorize.ts";
import { readCredential } from "../auth/credential.ts";
import type { Service } from "../connect.ts";
import { answer } from "./answer.ts";
import { deadlineOf } from "./deadline.ts";
import { envelope } from "./envelope.ts";
import { oauth } from "./oauth.ts";
import { headerValues, type RequestContext } from "./request.ts";
import type { ResponseFormat } from "./response.ts";

/** A middleware of an endpoint. */
export type Middleware = MiddlewareObj<APIGatewayProxyEventV2, unknown, Error, RequestContext>;

/** The chain of what is about one user's API key: for that user, and for the operator's services. */
export const apiKeyEndpoint = (service: Service) => endpoint(service, envelope).use(forUser);

/** The chain of what is for the operator's services alone, worded as OAuth words it. */
export const operatorEndpoint = (service: Service) => endpoint(service, oauth).use(forOperator);

/**
 * The chain that every endpoint shares. In this order: a deadline, who is calling, may they; then what the
 * endpoint adds, and its handler. Whatever comes of it leaves in one format.
 */
function endpoint<Success>(service: Service, format: ResponseFormat<Success>) {
  return middy<APIGatewayProxyEventV2, unknown, Error, RequestContext>({ timeoutEarlyInMillis: 0 })
    .use(answer(format))
    .use(deadline)
    .use(authenticated(service));
}

const deadline: Middleware = {
  before: ({ context }) => {
    context.deadline = deadlineOf(context);
  },
};

const authenticated = (service: Service): Middleware => ({
  before: async ({ event, context }) => {
    const credential = readCredential(headerValues(event, "authorization"));
    context.principal = await authenticate(credential, service, context.deadline);
  },
});

const forUser: Middleware = {
  before: ({ event, context }) => {
    context.userId = authorizeForUser(context.principal, event.pathParameters?.user_id);
  },
};

const forOperator: Middleware = {
  before: ({ context }) => authorizeOperator(context.principal),
};
