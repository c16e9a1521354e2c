import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { privateKey } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { answerOf } from "./answers.ts";
import { expectRefusals } from "./presented.ts";
import { startTarget } from "./refusal.ts";
import { refusals } from "./refusals.ts";

const target = await startTarget();
const user = newUser(target);
const apiKey = (await user.reset()).body.data?.token ?? "";

interface Mutation {
  readonly name: string;
  readonly text: string;
}

const RUNS = 1500;

const character = (byte: number) => String.fromCharCode(byte);
const splice = (text: string, at: number, cut: number, put = "") =>
  text.slice(0, at) + put + text.slice(at + cut);

/** Every bit turned, every character left out or doubled, and every two neighbours exchanged. */
function everyMutation(text: string): Mutation[] {
  const positions = [...text].map((_, at) => at);
  const all = positions.flatMap((at) => {
    const code = text.charCodeAt(at);
    const bits = [1, 2, 4, 8, 16, 32, 64, 128].map((bit) => ({
      name: `bit ${bit} of byte ${at} turned`,
      text: splice(text, at, 1, character(code ^ bit)),
    }));
    return [
      ...bits,
      { name: `byte ${at} left out`, text: splice(text, at, 1) },
      { name: `byte ${at} doubled`, text: splice(text, at, 0, character(code)) },
      { name: `cut short at ${at}`, text: text.slice(0, at) },
      {
        name: `bytes ${at} and ${at + 1} exchanged`,
        text: splice(
          text,
          at,
          2,
          text
            .slice(at, at + 2)
            .split("")
            .reverse()
            .join(""),
        ),
      },
    ];
  });
  return all.filter(({ text: other }) => other !== text && other !== "");
}

/** Any one byte put in the place of another, or between two. A space in front would belong to the scheme. */
const anyMutation = (text: string) =>
  fc
    .record({
      at: fc.nat({ max: text.length }),
      cut: fc.constantFrom(0, 1),
      byte: fc.nat({ max: 255 }),
    })
    .map(({ at, cut, byte }) => ({
      name: `${cut === 0 ? "added" : "put"} byte ${byte} at ${at}`,
      text: splice(text, at, cut, character(byte)),
    }))
    .filter(({ text: other }) => other !== text && !other.startsWith(" "));

describe.each([
  ["a user token", userToken(user.userId), 200],
  ["an API key", apiKey, 403],
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
