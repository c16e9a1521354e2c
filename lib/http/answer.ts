import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { ApiError } from "../api-error.ts";
import { logRefusal } from "../log.ts";
import { factsOf } from "./facts.ts";
import type { RequestContext } from "./request.ts";
import type { ResponseFormat } from "./response.ts";

/**
 * Middleware: turns what the handler gives back into the response, and whatever is thrown on the way into an
 * error response. The client reads the error's sentence; the log gets its cause.
 */
export const answer = <Success>(
  format: ResponseFormat<Success>,
): MiddlewareObj<APIGatewayProxyEventV2, unknown, Error, RequestContext> => ({
  after: (request) => {
    request.response = format.success(request.response as Success);
  },
  onError: (request) => {
    const error = asApiError(request.error);
    logRefusal(error, factsOf(request.event, request.context));
    request.response = format.error(request.event ?? {}, error);
  },
});

/** What an error is to the client. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(500, "internal", "Something went wrong on our side. It has been logged.", {
    cause: error,
  });
}
