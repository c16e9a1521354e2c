import { describe, expect, test } from "@jest/globals";
import { privateKey } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { answerOf, gatewayAnswer } from "./answers.ts";
import { passingValues, refusedValues } from "./attacks/authorization-values.ts";
import { startTarget } from "./refusal.ts";
import { refusals } from "./refusals.ts";
import { startWire } from "./wire.ts";

const target = await startTarget();
const send = await startWire();
const user = newUser(target);
await user.reset();
const token = userToken(user.userId);
const path = `/api/v1/users/${user.userId}/api_key`;

const passing = passingValues(token);
const refused = refusedValues(token);

/** Two header lines of which one at least would pass alone. */
const twice = [`Bearer ${token}`, privateKey].flatMap((own) =>
  [own, "", "x", "Bearer", "Basic eDp5", `Bearer ${token}`, privateKey].flatMap((other) => [
    [own, other],
    [other, own],
  ]),
);

const nameOf = (value: unknown) => JSON.stringify(value).slice(0, 500);

describe("in an event", () => {
  test(`each of ${passing.length} values passes`, async () => {
    for (const authorization of passing) {
      const { status } = await target.view({ path: user.userId, authorization });
      expect([authorization, status]).toEqual([authorization, 200]);
    }
  });

  test(`each of ${refused.length} values is refused, at the cost of no call`, async () => {
    for (const [authorization, refusal] of refused) {
      await target.expectRefusal({
        name: nameOf(authorization),
        shown: authorization,
        attempt: () => target.view({ path: user.userId, authorization }),
        answer: answerOf(refusal),
      });
    }
  });

  test(`each of ${twice.length} pairs of two headers is refused, at the cost of no call`, async () => {
    for (const [authorization = "", other = ""] of twice) {
      await target.expectRefusal({
        name: nameOf([authorization, other]),
        shown: authorization + other,
        attempt: () =>
          target.view({ path: user.userId, authorization, headers: { AUTHORIZATION: other } }),
        answer: answerOf(refusals.unreadable),
      });
    }
  });
});

/** What a client can send in one line: the gateway takes white space off its ends, and refuses control characters. */
const sendable = refused.filter(
  ([value]) =>
    value === value.trim() && value.length < 9000 && /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
);

describe("over the wire", () => {
  const attack = (lines: string[], answer: unknown) =>
    target.expectRefusal({
      name: nameOf(lines),
      shown: lines.map((line) => line.replace("Authorization:", "")).join("\n"),
      attempt: () => send({ path, lines }),
      answer,
    });

  test(`each of ${passing.length} values passes`, async () => {
    for (const value of passing) {
      const { status } = await send({ path, lines: [`aUTHORIZATION:\t ${value}\t `] });
      expect([value, status]).toEqual([value, 200]);
    }
  });

  test(`each of ${sendable.length} values is refused, at the cost of no call`, async () => {
    for (const [value, refusal] of sendable) {
      await attack([`Authorization: ${value}`], answerOf(refusal));
    }
  });

  test(`each of ${twice.length} pairs of two headers is refused, at the cost of no call`, async () => {
    for (const pair of twice) {
      const lines = pair.map((value) => `Authorization: ${value}`);
      await attack(lines, answerOf(refusals.unreadable));
    }
  });

  const notHttp = [
    `Authorization: Bearer\r\n ${token}`,
    `Authorization:\r\n\tBearer ${token}`,
    `Authorization : Bearer ${token}`,
    ` Authorization: Bearer ${token}`,
    ...["\0", "\x01", "\n", "\x7f"].map((control) => `Authorization: Bearer ${control}${token}`),
  ];

  test(`each of ${notHttp.length} lines that HTTP does not have is refused by the gateway`, async () => {
    for (const line of notHttp) await attack([line], gatewayAnswer(400, "Bad Request"));
  });
});
