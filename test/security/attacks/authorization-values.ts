import { privateKey, privateKeyBefore } from "../../support/key-rings.ts";
import { type Refusal, refusals } from "../refusals.ts";

const { unreadable, noCredentials, invalidToken } = refusals;

/** A word with each of its letters in capitals in turn, and with all of them. */
const spellings = (word: string): string[] => [
  ...[...word].map((letter, at) => word.slice(0, at) + letter.toUpperCase() + word.slice(at + 1)),
  word.toUpperCase(),
];

/** Values of the Authorization header that all say the same, clearly. */
export const passingValues = (token: string): string[] => [
  ...["bearer", ...spellings("bearer")].map((scheme) => `${scheme} ${token}`),
  ...[2, 3, 100].map((spaces) => `Bearer${" ".repeat(spaces)}${token}`),
  privateKey,
  privateKeyBefore,
];

const schemes = [
  ...["Basic", "Digest", "DPoP", "Token", "JWT", "Negotiate", "OAuth", "MAC", "ApiKey", "Hawk"],
  ...["Bearer:", "Bearer=", "Bearers", "Beare", "XBearer", "B\u0435arer", '"Bearer"', "Bearer\xa0"],
  ...["null", "undefined", "[object", "AWS4-HMAC-SHA256", "GNAP", "SCRAM-SHA-256", "vapid", "*"],
];

const notVisible = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
  .filter((character) => !isVisible(character))
  .concat("\u2003", "\u2028", "\u200b", "\ufeff", "\u{1f511}");

/** Values of the Authorization header that pass nowhere, each with the refusal that the contract has for it. */
export function refusedValues(token: string): (readonly [value: string, refusal: Refusal])[] {
  const credentials = [`Bearer ${token}`, token, privateKey];
  const all = (refusal: Refusal, values: readonly string[]) =>
    values.map((value) => [value, isVisible(value) ? refusal : unreadable] as const);
  return [
    ...all(noCredentials, [
      token,
      ...schemes.flatMap((scheme) =>
        [token, privateKey, "eDp5", ""].map((shown) => `${scheme} ${shown}`),
      ),
      ...spellings("clara").map((word) => privateKey.replace("clara", word)),
    ]),
    ...all(invalidToken, [
      ...[privateKey, `clara_${token}`, `"${token}"`, `<${token}>`, "clara_user_", "x"].map(bearer),
      ...spellings("clara").map((word) => bearer(token.replace("clara", word))),
      bearer("a".repeat(4089)),
      `clara_private_${"a".repeat(4082)}`,
    ]),
    ...all(unreadable, [
      ...["Bearer", "bearer", "BEARER ", "Bearer  "],
      ...[` ${bearer(token)}`, `${bearer(token)} `, bearer(bearer(token)), `${bearer(token)} x`],
      ...[` ${privateKey}`, `${privateKey} `, `${privateKey} ${privateKey}`, `${privateKey} x`],
      ...[4090, 5000, 100_000].map((length) => bearer("a".repeat(length))),
      ...[4083, 100_000].map((length) => `clara_private_${"a".repeat(length)}`),
      ...credentials.flatMap((own) =>
        joined(own, [...credentials, "Bearer", "Basic eDp5", "x", ""]),
      ),
      ...credentials.flatMap((own) =>
        notVisible.flatMap((character) => [
          own + character,
          character + own,
          own.slice(0, 20) + character + own.slice(20),
        ]),
      ),
    ]),
  ];
}

const bearer = (token: string) => `Bearer ${token}`;

const joined = (own: string, others: string[]): string[] =>
  others.flatMap((other) =>
    [",", ", ", " ,", ",,"].flatMap((comma) => [own + comma + other, other + comma + own]),
  );

function isVisible(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}
