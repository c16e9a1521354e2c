import { isUtf8 } from "node:buffer";
import { describe, expect, test } from "@jest/globals";
import { privateKey } from "../support/key-rings.ts";
import type { Call } from "../support/service.ts";
import { userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { answerOf, oauthAnswerOf } from "./answers.ts";
import { badBodies } from "./attacks/bad-bodies.ts";
import { badForms, otherFormTypes, otherJsonTypes } from "./attacks/bad-forms.ts";
import { startTarget } from "./refusal.ts";
import { oauthRefusals, refusals } from "./refusals.ts";
import { startWire } from "./wire.ts";

const target = await startTarget();
const send = await startWire();
const user = newUser(target);
await user.reset();

const token = userToken(user.userId);
const authorization = `Bearer ${token}`;
const json = "application/json";
const form = "application/x-www-form-urlencoded";

const nameOf = (body: string) => JSON.stringify(body.slice(0, 80));

/** A body as bytes, as API Gateway hands it over. */
const encoded = (body: string) => ({
  body: Buffer.from(body, "latin1").toString("base64"),
  isBase64Encoded: true,
});

const expectRefusal = (body: string, attempt: () => Promise<unknown>, answer: unknown) =>
  target.expectRefusal({ name: nameOf(body), shown: `${token}\n${body}`, attempt, answer });

describe("Reset", () => {
  const reset = (call: Call) => target.reset({ path: user.userId, authorization, ...call });

  test(`refuses each of ${badBodies.length} bodies, at the cost of no call`, async () => {
    for (const [body, refusal] of badBodies) {
      const call = { ...encoded(body), headers: { "content-type": json } };
      await expectRefusal(body, () => reset(call), answerOf(refusal));
    }
  });

  const sendable = badBodies.filter(([body]) => isUtf8(Buffer.from(body, "latin1")));

  test(`refuses each of ${sendable.length} bodies over the wire, at the cost of no call`, async () => {
    for (const [body, refusal] of sendable) {
      const lines = [`Authorization: ${authorization}`, `Content-Type: ${json}`];
      const path = `/api/v1/users/${user.userId}/api_key`;
      const attempt = () => send({ method: "POST", path, lines, body });
      await expectRefusal(body, attempt, answerOf(refusal));
    }
  });

  test(`refuses a body of each of ${otherJsonTypes.length} types, at the cost of no call`, async () => {
    for (const type of otherJsonTypes) {
      const call = { body: "{}", headers: { "content-type": type } };
      await expectRefusal(type, () => reset(call), answerOf(refusals.otherType));
    }
  });

  test("refuses JSON that only looks like base64, and base64 that only looks like JSON", async () => {
    const headers = { "content-type": json };
    for (const call of [
      { body: "{}", isBase64Encoded: true, headers },
      { body: "e30=", isBase64Encoded: false, headers },
      { body: "e30", headers },
    ]) {
      await expectRefusal("e30=", () => reset(call), answerOf(refusals.notJson));
    }
  });

  test(`asks who is calling before it looks at any of ${badBodies.length} bodies`, async () => {
    for (const [body] of badBodies) {
      const call = { ...encoded(body), path: user.userId, headers: { "content-type": json } };
      await expectRefusal(body, () => target.reset(call), answerOf(refusals.noCredentials));
    }
  });
});

describe("View", () => {
  test(`takes no notice of each of ${badBodies.length} bodies`, async () => {
    const before = await user.look();
    expect(before.status).toBe(200);
    for (const [body] of badBodies) {
      const answer = await user.look({ ...encoded(body), headers: { "content-type": json } });
      expect([nameOf(body), answer]).toEqual([nameOf(body), before]);
    }
  });
});

describe("Introspect", () => {
  const path = "/api/v1/introspect";
  const introspect = (call: Call) => target.introspect({ authorization: privateKey, ...call });

  test(`refuses each of ${badForms.length} forms, at the cost of no call`, async () => {
    for (const [body, refusal] of badForms) {
      const call = { ...encoded(body), headers: { "content-type": form } };
      await expectRefusal(body, () => introspect(call), oauthAnswerOf(refusal));
    }
  });

  test(`refuses each of ${badForms.length} forms over the wire, at the cost of no call`, async () => {
    for (const [body, refusal] of badForms) {
      const lines = [`Authorization: ${privateKey}`, `Content-Type: ${form}`];
      const attempt = () => send({ method: "POST", path, lines, body });
      await expectRefusal(body, attempt, oauthAnswerOf(refusal));
    }
  });

  test(`refuses a form of each of ${otherFormTypes.length} other types, at the cost of no call`, async () => {
    for (const type of otherFormTypes) {
      const call = { body: "token=x", headers: { "content-type": type } };
      await expectRefusal(type, () => introspect(call), oauthAnswerOf(oauthRefusals.otherType));
    }
  });
});
