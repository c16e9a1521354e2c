import { ApiError } from "../api-error.ts";

/** 404: the caller may see this user's API key, but there is none. */
export function noApiKey(reason = "no record"): ApiError {
  return new ApiError(
    404,
    "not_found",
    "There is no API key yet. The user makes the first one by resetting it.",
    { cause: reason },
  );
}
