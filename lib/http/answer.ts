import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { ApiError } from "../api-error.ts";
import { KeyRingError } from "../key-ring/fields.ts";
import { outage } from "../outage.ts";
import { errorResponse, type Success, successResponse } from "./envelope.ts";
import type { RequestContext } from "./request.ts";

/**
 * Middleware: turns what the handler gives back into the response, and whatever is thrown on the way into an
 * error response. The client reads the error's sentence; the log gets its cause.
 */
export const answer = (): MiddlewareObj<
  APIGatewayProxyEventV2,
  unknown,
  Error,
  RequestContext
> => ({
  after: (request) => {
    request.response = successResponse(request.event, request.response as Success);
  },
  onError: (request) => {
    const error = asApiError(request.error, request.context);
    logRefusal(error);
    request.response = errorResponse(request.event ?? {}, error);
  },
});

function asApiError(error: unknown, context: Partial<RequestContext> | null): ApiError {
  if (error instanceof ApiError) return error;
  if (context?.deadline?.aborted || error instanceof KeyRingError) return outage(error);
  return new ApiError(500, "internal", "Something went wrong on our side. It has been logged.", {
    cause: error,
  });
}

function logRefusal({ status, code, cause }: ApiError) {
  const line = {
    status,
    code,
    cause: cause instanceof Error ? (cause.stack ?? cause.name) : cause,
  };
  if (status >= 500) console.error(line);
  else console.info(line);
}
