import { ApiError } from "../api-error.ts";

/** 404: the caller may see this user's API key, but there is none. */
export function noApiKey(reason = "no record"): ApiError {
  return new ApiError(
    404,
    "not_found",
    "There is no API key. The user makes one by resetting it.",
    { cause: reason },
  );
}

/** 422: the Idempotency-Key was used with another request (IETF HTTPAPI draft, §2.7). */
export function otherIdempotentRequest(): ApiError {
  return new ApiError(
    422,
    "idempotency_key_reused",
    "This Idempotency-Key came with another body before. Send a new key, or the same body.",
    { cause: "the Idempotency-Key came with another grace period" },
  );
}
