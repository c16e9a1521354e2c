/** A refusal of the contract: what the client reads, and the headers that only some refusals have. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const challenge = (error?: string) => ({
  "WWW-Authenticate": `Bearer realm="clara"${error === undefined ? "" : `, error="${error}"`}`,
});

/** Every refusal of View, Reset and Revoke. */
export const refusals = {
  unreadable: {
    status: 400,
    message: "Send one Authorization header with one value, like: Bearer <token>.",
    headers: challenge("invalid_request"),
  },
  noCredentials: {
    status: 401,
    message:
      "Sign in first, then send your user token in the Authorization header, like: Bearer <token>.",
    headers: challenge(),
  },
  invalidToken: {
    status: 401,
    message: "This token is not valid, or no longer valid. Get a new one and try again.",
    headers: challenge("invalid_token"),
  },
  anothersPath: {
    status: 403,
    message: "You may only use your own API key.",
    headers: challenge("insufficient_scope"),
  },
  apiKey: {
    status: 403,
    message: "An API key can't show, reset or revoke itself. Send a user token instead.",
    headers: challenge("insufficient_scope"),
  },
  noApiKey: {
    status: 404,
    message: "There is no API key. The user makes one by resetting it.",
  },
  notAcceptable: {
    status: 406,
    message:
      "Answers are application/json or text/plain: send an Accept header that takes one of them.",
  },
  otherType: {
    status: 400,
    message: "Send the body with Content-Type: application/json, or send none.",
  },
  notJson: { status: 400, message: "The body can't be read as JSON. Send {}, or no body." },
  notObject: { status: 400, message: "Send a JSON object as the body, or send none." },
  tooLarge: { status: 400, message: "Send a body of 4 KiB at most." },
  otherMember: {
    status: 400,
    message: "The body may have the member grace_period_seconds and no other.",
  },
  otherGracePeriod: {
    status: 400,
    message: "grace_period_seconds must be a whole number from 0 to 604800.",
  },
  otherIdempotencyKey: {
    status: 400,
    message: "Send one Idempotency-Key of 1 to 255 printable ASCII characters, or none.",
  },
  reusedIdempotencyKey: {
    status: 422,
    message:
      "This Idempotency-Key came with another body before. Send a new key, or the same body.",
  },
  ourMistake: {
    status: 500,
    message: "Something went wrong on our side. It has been logged.",
  },
  unavailable: {
    status: 503,
    message: "The service can't answer right now. Try again in 5 seconds.",
    headers: { "Retry-After": "5" },
  },
} as const satisfies Record<string, Refusal>;

/** Every refusal of Introspect, worded as OAuth words it: the code, then the sentence. */
export const oauthRefusals = {
  unreadable: { ...refusals.unreadable, error: "invalid_request" },
  noCredentials: {
    ...refusals.noCredentials,
    error: "invalid_token",
    message: "Send the private key in the Authorization header, without a scheme.",
  },
  invalidToken: {
    ...refusals.invalidToken,
    error: "invalid_token",
    message: "Send the private key in the Authorization header, without a scheme.",
  },
  otherType: {
    status: 400,
    error: "invalid_request",
    message: "Send the body with Content-Type: application/x-www-form-urlencoded.",
  },
  notOneToken: {
    status: 400,
    error: "invalid_request",
    message: "Send one token in the form, like: token=clara_api_...",
  },
  tooLarge: { status: 400, error: "invalid_request", message: "Send a body of 8 KiB at most." },
  ourMistake: { ...refusals.ourMistake, error: "server_error" },
} as const satisfies Record<string, Refusal & { error: string }>;
