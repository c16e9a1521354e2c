import { ApiError } from "../api-error.ts";

/** 400: something of the request, other than its Authorization, can't be taken as it is. */
export function badRequest(message: string, reason: string): ApiError {
  return new ApiError(400, "bad_request", message, { cause: reason });
}
