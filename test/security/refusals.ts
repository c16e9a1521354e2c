import type { Answer } from "../support/service.ts";

/** A refusal of the contract: what the client reads, and the challenge where there is one. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly challenge?: string;
}

const realm = 'Bearer realm="clara"';
const notValid = "This token is not valid, or no longer valid. Get a new one and try again.";

export const unreadable: Refusal = {
  status: 400,
  message: "Send one Authorization header with one value, like: Bearer <token>.",
  challenge: `${realm}, error="invalid_request"`,
};

export const noCredentials: Refusal = {
  status: 401,
  message:
    "Sign in first, then send your user token in the Authorization header, like: Bearer <token>.",
  challenge: realm,
};

export const invalidToken: Refusal = {
  status: 401,
  message: notValid,
  challenge: `${realm}, error="invalid_token"`,
};

export const anothersPath: Refusal = {
  status: 403,
  message: "You may only use your own API key.",
  challenge: `${realm}, error="insufficient_scope"`,
};

export const anApiKey: Refusal = {
  status: 403,
  message: "An API key can't show, reset or revoke itself. Send a user token instead.",
  challenge: `${realm}, error="insufficient_scope"`,
};

export const noApiKey: Refusal = {
  status: 404,
  message: "There is no API key. The user makes one by resetting it.",
};

export const ourMistake: Refusal = {
  status: 500,
  message: "Something went wrong on our side. It has been logged.",
};

/** A refusal for what is wrong with a body. */
export const badBody = (message: string): Refusal => ({ status: 400, message });

/** The whole answer of a refusal: every header, and the envelope to the byte. */
export function answerOf({ status, message, challenge }: Refusal): Answer {
  const body = { data: null, message, status: "error" };
  return {
    status,
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      ...(challenge !== undefined && { "WWW-Authenticate": challenge }),
    },
    body,
    text: JSON.stringify(body),
  };
}

/** Introspection's answer to whatever is worth nothing. */
export const inactive = {
  status: 200,
  headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  body: { active: false },
  text: '{"active":false}',
};
