import middy, { type MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { authenticate } from "../auth/authenticate.ts";
import { authorize } from "../auth/authorize.ts";
import type { Service } from "../connect.ts";
import { answer } from "./answer.ts";
import { headerValues, type RequestContext } from "./request.ts";

type Middleware = MiddlewareObj<APIGatewayProxyEventV2, unknown, Error, RequestContext>;

const TIME_TO_ANSWER_MS = 500;

/**
 * The chain that every endpoint shares. In this order: a deadline, who is calling, may they; then what the
 * endpoint adds, and its handler. Whatever comes of it leaves in the envelope.
 */
export function endpoint(service: Service) {
  return middy<APIGatewayProxyEventV2, unknown, Error, RequestContext>({ timeoutEarlyInMillis: 0 })
    .use(answer())
    .use(deadline)
    .use(authenticated(service))
    .use(authorized);
}

const deadline: Middleware = {
  before: ({ context }) => {
    const left = context.getRemainingTimeInMillis() - TIME_TO_ANSWER_MS;
    context.deadline = AbortSignal.timeout(Math.max(0, left));
  },
};

const authenticated = ({ keyRing, records }: Service): Middleware => ({
  before: async ({ event, context }) => {
    const authorization = headerValues(event, "authorization");
    context.principal = await authenticate(authorization, keyRing, records, context.deadline);
  },
});

const authorized: Middleware = {
  before: ({ event, context }) => {
    context.userId = authorize(context.principal, event.pathParameters?.user_id);
  },
};
