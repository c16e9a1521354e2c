import type { Answer } from "../support/service.ts";
import type { Refusal } from "./refusals.ts";

const always = { "Content-Type": "application/json", "Cache-Control": "no-store" };

/** The whole answer of a refusal: every header, and the envelope to the byte. */
export function answerOf({ status, message, headers }: Refusal): Answer {
  const body = { data: null, message, status: "error" };
  return { status, headers: { ...always, ...headers }, body, text: JSON.stringify(body) };
}

/** The same in OAuth's form. */
export function oauthAnswerOf({ status, message, headers, error }: Refusal & { error: string }) {
  const body = { error, error_description: message };
  return { status, headers: { ...always, ...headers }, body, text: JSON.stringify(body) };
}

/** Introspect's answer to whatever is worth nothing. */
export const inactive = {
  status: 200,
  headers: always,
  body: { active: false },
  text: '{"active":false}',
};

/** An answer of the gateway itself, before any function. */
export const gatewayAnswer = (status: number, message: string) => ({
  status,
  headers: { "Content-Type": "application/json" },
  body: { message },
  text: JSON.stringify({ message }),
});
