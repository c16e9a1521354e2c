import { expect } from "@jest/globals";
import { answerOf, inactive, oauthAnswerOf } from "./answers.ts";
import { oauthRefusals, refusals } from "./refusals.ts";

/** What a function gives back. */
export interface Result {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body?: string;
}

const KEY = ["created_at", "id", "token", "updated_at", "user_id"];

const errors = Object.values(refusals).map((refusal) => asResult(answerOf(refusal)));
const oauthAnswers = [
  inactive,
  ...Object.values(oauthRefusals).map((refusal) => oauthAnswerOf(refusal)),
].map(asResult);

/** Expects an answer to be one that the contract has for View, Reset or Revoke. */
export function expectEnvelope(result: Result): void {
  if (result.statusCode === 204) {
    expect(result).toEqual({ statusCode: 204, headers: { "Cache-Control": "no-store" } });
    return;
  }
  expect(result.headers["Content-Type"]).toMatch(/^(application\/json|text\/plain)$/);
  const { data, ...body } = JSON.parse(result.body ?? "");
  if (data === null) {
    expect(errors).toContainEqual(asJson(result));
    return;
  }
  expect(asJson(result).headers).toEqual(asResult(inactive).headers);
  expect([200, 201]).toContain(result.statusCode);
  expect(body).toEqual({
    message: expect.stringMatching(/^API key [a-z ]+\.$/),
    status: "success",
  });
  expect(Object.keys(data).filter((name) => name !== "previous_expires_at")).toEqual(KEY);
}

/** Expects an answer to be one that the contract has for Introspect. */
export function expectOAuth(result: Result): void {
  if (result.body?.startsWith('{"active":true,')) {
    expect({ ...result, body: "" }).toEqual({ ...asResult(inactive), body: "" });
  } else {
    expect(oauthAnswers).toContainEqual(result);
  }
}

/** Expects what the authorizer of other APIs gives back to be a verdict. */
export function expectVerdict(verdict: unknown): void {
  const context = {
    userId: expect.stringMatching(/^user_[0-9a-f]{32}$/),
    role: expect.any(String),
  };
  const known = expect.objectContaining(context);
  expect([
    { isAuthorized: false },
    { isAuthorized: true, context: known },
    { principalId: context.userId, policyDocument: expect.any(Object), context: known },
  ]).toContainEqual(verdict);
}

function asResult({ status, headers, text }: { status: number; headers: object; text: string }) {
  return { statusCode: status, headers, body: text };
}

/** The same answer where it was negotiated as text/plain. */
function asJson(result: Result): Result {
  return { ...result, headers: { ...result.headers, "Content-Type": "application/json" } };
}
