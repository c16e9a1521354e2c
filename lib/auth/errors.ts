import { ApiError } from "../api-error.ts";

const REALM = 'Bearer realm="clara"';

/** 400: the Authorization header can't be read one way only (RFC 6750 §3.1, `invalid_request`). */
export function unreadableAuthorization(reason: string): ApiError {
  return new ApiError(
    400,
    "invalid_request",
    "Send one Authorization header with one value, like: Bearer <token>.",
    { challenge: `${REALM}, error="invalid_request"`, cause: reason },
  );
}

/** 401: nothing that this service could check; as RFC 6750 §3 asks, without an error code. */
export function noCredentials(): ApiError {
  return new ApiError(
    401,
    "no_credentials",
    "Sign in first, then send your user token in the Authorization header, like: Bearer <token>.",
    { challenge: REALM, cause: "no credentials" },
  );
}

/** 401: a token that is malformed, forged, expired or superseded (RFC 6750 §3.1, `invalid_token`). */
export function invalidToken(reason: string): ApiError {
  return new ApiError(
    401,
    "invalid_token",
    "This token is not valid, or no longer valid. Get a new one and try again.",
    { challenge: `${REALM}, error="invalid_token"`, cause: reason },
  );
}

/** 403: a known caller who may not do this (RFC 6750 §3.1, `insufficient_scope`). */
export function insufficientScope(message: string, reason: string): ApiError {
  return new ApiError(403, "insufficient_scope", message, {
    challenge: `${REALM}, error="insufficient_scope"`,
    cause: reason,
  });
}
