import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, Context } from "aws-lambda";
import { authenticate } from "../auth/authenticate.ts";
import { readCredential } from "../auth/credential.ts";
import { invalidToken } from "../auth/errors.ts";
import type { ApiKeyHolder } from "../auth/principal.ts";
import type { Service } from "../connect.ts";
import { logRefusal } from "../log.ts";
import { asApiError } from "./answer.ts";
import { deadlineOf } from "./deadline.ts";
import { envelope } from "./envelope.ts";
import { factsOf } from "./facts.ts";
import { headerValues } from "./request.ts";

const API_KEY_WANTED = "Send a live API key in the Authorization header, like: Bearer <API key>.";

/** The context of a handler behind {@link liveApiKey}. */
export interface LiveApiKeyContext extends Context {
  apiKey: ApiKeyHolder;
}

/**
 * Middleware for any middy handler behind API Gateway (payload 1.0 or 2.0): a live API key, or 401. The handler
 * finds whose key it is in `context.apiKey`. All others are answered here: 401 with a challenge (RFC 6750 §3),
 * 400 if the Authorization header can't be read, 503 with `Retry-After` if the key can't be checked now.
 */
export function liveApiKey(
  service: Service,
): MiddlewareObj<APIGatewayProxyEvent | APIGatewayProxyEventV2, unknown, Error, LiveApiKeyContext> {
  return {
    before: async ({ event, context }) => {
      try {
        const credential = readCredential(headerValues(event, "authorization"));
        const principal = await authenticate(credential, service, deadlineOf(context));
        if (principal.role !== "api_key") throw invalidToken("not an API key");
        context.apiKey = principal;
      } catch (thrown) {
        const error = asApiError(thrown);
        logRefusal(error, factsOf(event));
        return envelope.error(event, error.status === 401 ? error.saying(API_KEY_WANTED) : error);
      }
    },
  };
}
