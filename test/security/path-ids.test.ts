import { describe, expect, test } from "@jest/globals";
import { privateKey } from "../support/key-rings.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { answerOf } from "./answers.ts";
import { percent, resembling } from "./attacks/resembling-ids.ts";
import { startTarget } from "./refusal.ts";
import { refusals } from "./refusals.ts";
import { startWire } from "./wire.ts";

const target = await startTarget();
const send = await startWire();
const user = newUser(target);
await user.reset();
const other = newUser(target);
await other.reset();
const token = userToken(user.userId);
const asUser = [`Authorization: Bearer ${token}`];
const pathOf = (id: string) => `/api/v1/users/${id}/api_key`;

const own = resembling(user.userId);
const others = [other.userId, percent(other.userId), newUserId(), ...resembling(other.userId)];

describe("an id in the path", () => {
  const calls = ["GET", "POST", "DELETE"].flatMap((method) =>
    [...own, ...others].map((id) => [method, id] as const),
  );

  test("is the caller's in one spelling, percent-encoded or not", async () => {
    for (const id of [user.userId, percent(user.userId), "me", "%6d%65"]) {
      expect([id, (await send({ path: pathOf(id), lines: asUser })).status]).toEqual([id, 200]);
    }
  });

  test(`each of ${calls.length} calls with another is refused, at the cost of no call`, async () => {
    for (const [method, id] of calls) {
      await target.expectRefusal({
        name: `${method} ${id}`,
        shown: token,
        attempt: () => send({ method, path: pathOf(id), lines: asUser }),
        answer: answerOf(refusals.anothersPath),
      });
    }
  });

  const nobodys = [...own, ...resembling(other.userId), "me"];

  test(`each of ${nobodys.length} that are nobody's is a 404 to the private key, at the cost of no call`, async () => {
    for (const id of nobodys) {
      await target.expectRefusal({
        name: id,
        shown: privateKey,
        attempt: () =>
          send({ method: "POST", path: pathOf(id), lines: [`Authorization: ${privateKey}`] }),
        answer: answerOf(refusals.noApiKey),
      });
    }
  });

  test("another user's key stays as it was", async () => {
    const before = await other.look();
    for (const method of ["POST", "DELETE"]) {
      await send({ method, path: pathOf(other.userId), lines: asUser });
    }
    expect(await other.look()).toEqual(before);
  });
});
