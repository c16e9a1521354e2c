import { describe, expect, test } from "@jest/globals";
import { privateKey, privateKeyBefore } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { answerOf } from "./answers.ts";
import { startTarget } from "./refusal.ts";
import { type Refusal, refusals } from "./refusals.ts";
import { startWire } from "./wire.ts";

const target = await startTarget();
const send = await startWire();
const user = newUser(target);
await user.reset();
const token = userToken(user.userId);
const path = `/api/v1/users/${user.userId}/api_key`;

const { unreadable, noCredentials, invalidToken } = refusals;

/** A word in many ways to write its letters large or small. */
const spellings = (word: string) => [
  word,
  word.toUpperCase(),
  ...[...word].map((letter, at) => word.slice(0, at) + letter.toUpperCase() + word.slice(at + 1)),
];

const passing = [
  ...spellings("bearer").map((scheme) => `${scheme} ${token}`),
  ...[2, 3, 100].map((spaces) => `Bearer${" ".repeat(spaces)}${token}`),
  privateKey,
  privateKeyBefore,
];

const credentials = [`Bearer ${token}`, token, privateKey];
const notVisible = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => !/[\x20-\x7e]/.test(character),
);

const joined = [...credentials, "Bearer", "Bearer x", "Basic eDp5", "x", ""].flatMap((other) =>
  credentials.flatMap((own) =>
    [",", ", ", " ,", ",,"].flatMap((comma) => [own + comma + other, other + comma + own]),
  ),
);
const otherSchemes = [
  ...["Basic", "Digest", "DPoP", "Token", "JWT", "Negotiate", "OAuth", "MAC", "ApiKey", "Hawk"],
  ...[
    "Bearer:",
    "Bearer=",
    "Bearers",
    "Beare",
    "XBearer",
    "B\u0435arer",
    '"Bearer"',
    "Bearer\u00a0",
  ],
  ...["null", "undefined", "[object", "AWS4-HMAC-SHA256", "GNAP", "SCRAM-SHA-256", "vapid", "*"],
];

/** Values of the header, each with the refusal that the contract has for it. */
const refused: readonly (readonly [string, Refusal])[] = [
  ["", noCredentials],
  [token, noCredentials],
  ...joined.map((value) => [value, unreadable] as const),
  ...otherSchemes.flatMap((scheme) =>
    [token, privateKey, "eDp5", ""].map((shown) => {
      const value = `${scheme} ${shown}`;
      return [value, /^[\x20-\x7e]+$/.test(value) ? noCredentials : unreadable] as const;
    }),
  ),
  ...["Bearer", "bearer", "BEARER ", "Bearer  "].map((value) => [value, unreadable] as const),
  ...[`Bearer ${token} `, ` Bearer ${token}`, `Bearer Bearer ${token}`, `Bearer ${token} x`].map(
    (value) => [value, unreadable] as const,
  ),
  ...[`${privateKey} `, ` ${privateKey}`, `${privateKey} ${privateKey}`, `${privateKey} x`].map(
    (value) => [value, unreadable] as const,
  ),
  ...credentials.flatMap((own) =>
    notVisible.flatMap((character) =>
      [own + character, character + own, own.replace(/(?<=.{7})/, character)].map(
        (value) => [value, unreadable] as const,
      ),
    ),
  ),
  [`Bearer\u2003${token}`, unreadable],
  [`Bearer ${token}\u2028`, unreadable],
  [`Bearer ${"a".repeat(4089)}`, invalidToken],
  ...[4090, 5000, 100_000].map((length) => [`Bearer ${"a".repeat(length)}`, unreadable] as const),
  ...[4083, 100_000].map((length) => [`clara_private_${"a".repeat(length)}`, unreadable] as const),
  [`clara_private_${"a".repeat(4082)}`, invalidToken],
  ...[privateKey, `clara_${token}`, `"${token}"`, `<${token}>`, token.slice(11), "clara_user_"].map(
    (shown) => [`Bearer ${shown}`, invalidToken] as const,
  ),
  ...spellings("clara_private_")
    .slice(1)
    .map(
      (prefix) =>
        [
          privateKey.replace("clara_private_", prefix),
          prefix === "clara_private_" ? invalidToken : noCredentials,
        ] as const,
    )
    .filter(([value]) => value !== privateKey),
  ...spellings("clara_user_")
    .slice(1)
    .map((prefix) => [`Bearer ${token.replace("clara_user_", prefix)}`, invalidToken] as const)
    .filter(([value]) => value !== `Bearer ${token}`),
];

const named = (value: string) => JSON.stringify(value.length > 500 ? value.slice(0, 60) : value);

describe("in an event", () => {
  test(`each of ${passing.length} values passes`, async () => {
    for (const authorization of passing) {
      const { status } = await target.view({ path: user.userId, authorization });
      expect([authorization, status]).toEqual([authorization, 200]);
    }
  });

  test(`each of ${refused.length} values is refused`, async () => {
    for (const [authorization, refusal] of refused) {
      await target.expectRefusal({
        name: named(authorization),
        shown: authorization,
        attempt: () => target.view({ path: user.userId, authorization }),
        answer: answerOf(refusal),
      });
    }
  });
});

/** What a client can send as one header line: the gateway takes white space off at its ends. */
const sendable = refused.filter(
  ([value]) =>
    value === value.trim() &&
    value.length < 9000 &&
    [...value].every((character) => character === "\t" || /[\x20-\x7e\x80-\xff]/.test(character)),
);

describe("over the wire", () => {
  test(`each of ${passing.length} values passes`, async () => {
    for (const value of passing) {
      const { status } = await send({ path, lines: [`Authorization: ${value}`] });
      expect([value, status]).toEqual([value, 200]);
    }
  });

  const attack = (lines: readonly string[], refusal: Refusal) =>
    target.expectRefusal({
      name: named(lines.join("\n")),
      shown: token,
      attempt: () => send({ path, lines }),
      answer: answerOf(refusal),
    });

  test(`each of ${sendable.length} values is refused`, async () => {
    for (const [value, refusal] of sendable) await attack([`Authorization: ${value}`], refusal);
  });
});
