interface Details {
  /** Value of `WWW-Authenticate` (RFC 6750 §3). */
  challenge?: string;
  /** Value of `Retry-After` in seconds (RFC 9110 §10.2.3). */
  retryAfter?: number;
  /** Why, for the log: never sent, and never a token, a key or a secret. */
  cause?: unknown;
}

/**
 * An answer other than success. `message` is the sentence that the client reads; `code` is stable, for
 * programs and tests; `cause` goes to the log only.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly challenge: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.status = status;
    this.code = code;
    this.challenge = details.challenge;
    this.retryAfter = details.retryAfter;
  }

  /** The same error, with another sentence for the client. */
  saying(message: string): ApiError {
    const { status, code, challenge, retryAfter, cause } = this;
    return new ApiError(status, code, message, {
      ...(challenge !== undefined && { challenge }),
      ...(retryAfter !== undefined && { retryAfter }),
      cause,
    });
  }
}
