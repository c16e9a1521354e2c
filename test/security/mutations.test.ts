import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { AUDIENCE } from "../support/access-tokens.ts";
import { startIssuer } from "../support/issuer.ts";
import { privateKey } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { answerOf } from "./answers.ts";
import { anyMutation, everyMutation, type Mutation } from "./attacks/mutations.ts";
import { afterAskingForAnUnknownKid } from "./known-kids.ts";
import { expectRefusals } from "./presented.ts";
import { startTarget } from "./refusal.ts";
import { refusals } from "./refusals.ts";

const issuer = await startIssuer();
const target = await startTarget({ OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE });
const user = newUser(target);
const apiKey = (await user.reset()).body.data?.token ?? "";

const accessToken = await issuer.accessToken({ sub: user.userId, alg: "EdDSA" });

afterAskingForAnUnknownKid(target, accessToken);

const RUNS = 1500;

describe.each([
  ["a user token", userToken(user.userId), 200],
  ["an API key", apiKey, 403],
  ["an issuer's access token", accessToken, 200],
])("%s", (_kind, token, status) => {
  const asForgery = ({ name, text }: Mutation) => ({ name, token: text });
  const mutations = everyMutation(token);

  test("passes as it is", async () => {
    expect(await user.statusOf(token)).toBe(status);
  });

  test(`each of its ${mutations.length} smallest mutations is refused, at the cost of no call`, async () => {
    await expectRefusals(target, mutations.map(asForgery));
  });

  test(`with any other byte is refused: ${RUNS} tries`, async () => {
    const refused = (mutation: Mutation) => expectRefusals(target, [asForgery(mutation)]);
    await fc.assert(fc.asyncProperty(anyMutation(token), refused), { numRuns: RUNS });
  });
});

describe("the private key", () => {
  const mutations = everyMutation(privateKey);

  const refusalOf = (key: string) => {
    if (!/^[\x20-\x2b\x2d-\x7e]+$/.test(key)) return refusals.unreadable;
    if (!key.startsWith("clara_private_")) return refusals.noCredentials;
    return key.includes(" ") ? refusals.unreadable : refusals.invalidToken;
  };
  const refused = ({ name, text }: Mutation) =>
    target.expectRefusal({
      name,
      shown: text,
      attempt: () => target.view({ path: user.userId, authorization: text }),
      answer: answerOf(refusalOf(text)),
    });

  test("passes as it is", async () => {
    const answer = await target.view({ path: user.userId, authorization: privateKey });
    expect(answer.status).toBe(200);
  });

  test(`each of its ${mutations.length} smallest mutations is refused, at the cost of no call`, async () => {
    for (const mutation of mutations) await refused(mutation);
  });

  test(`with any other byte is refused: ${RUNS} tries`, async () => {
    await fc.assert(fc.asyncProperty(anyMutation(privateKey), refused), { numRuns: RUNS });
  });
});
