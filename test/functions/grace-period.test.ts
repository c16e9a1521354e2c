import { describe, expect, test } from "@jest/globals";
import { at } from "../support/clock.ts";
import { readItem } from "../support/database.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { startHandlers, startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { ALIVE, DEAD, newUser } from "../support/users.ts";

const service = await startService();
const json = { "content-type": "application/json" };

const start = 1_900_000_000;

/** A user whose first key was reset, at the start, with a grace period. */
async function overlapping(gracePeriodSeconds: number) {
  at(start);
  const user = newUser(service);
  const first = (await user.reset()).body.data?.token;
  const answer = await user.resetFor(gracePeriodSeconds);
  return { user, first, second: answer.body.data?.token, answer };
}

describe("a reset with a grace period", () => {
  test("keeps the old key alive beside the new one", async () => {
    const { user, first, second } = await overlapping(60);
    expect([await user.statusOf(first), await user.statusOf(second)]).toEqual([ALIVE, ALIVE]);
  });

  test("until just before it is over, and not from then on", async () => {
    const { user, first, second } = await overlapping(60);
    at(start + 59.999);
    expect(await user.statusOf(first)).toBe(ALIVE);
    at(start + 60);
    expect([await user.statusOf(first), await user.statusOf(second)]).toEqual([DEAD, ALIVE]);
  });

  test.each([[1], [604_800]])("of %s seconds lasts just so long", async (seconds) => {
    const { user, first } = await overlapping(seconds);
    at(start + seconds - 0.001);
    expect(await user.statusOf(first)).toBe(ALIVE);
    at(start + seconds);
    expect(await user.statusOf(first)).toBe(DEAD);
  });

  test("is never shorter than asked for, also where a reset comes late in a second", async () => {
    at(start);
    const user = newUser(service);
    const first = (await user.reset()).body.data?.token;
    at(start + 0.999);
    await user.resetFor(1);
    at(start + 1.999 - 0.001);
    expect(await user.statusOf(first)).toBe(ALIVE);
    at(start + 2);
    expect(await user.statusOf(first)).toBe(DEAD);
  });

  test("holds over a change of signing keys", async () => {
    const { api_key } = fullKeyRing;
    const startWith = (current: string) =>
      startHandlers({
        TABLE_NAME: service.table,
        KEY_RING: JSON.stringify({ ...fullKeyRing, api_key: { ...api_key, current } }),
      });
    const before = await startWith("k1");
    const after = await startWith("k2");
    const userId = newUserId();
    const call = { path: userId, authorization: `Bearer ${userToken(userId)}` };
    const old = (await before.reset(call)).body.data?.token;
    const body = '{"grace_period_seconds":60}';
    const renewed = await after.reset({ ...call, body, headers: json });
    expect(renewed.body.data).toHaveProperty("previous_expires_at");
    for (const { view } of [before, after]) {
      for (const token of [old, renewed.body.data?.token]) {
        const answer = await view({ path: userId, authorization: `Bearer ${token}` });
        expect(answer.status).toBe(ALIVE);
      }
    }
  });

  test("says in Reset and View when the old key dies, in the order of the alphabet", async () => {
    const { user, answer } = await overlapping(60);
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body.data ?? {})).toEqual([
      "created_at",
      "id",
      "previous_expires_at",
      "token",
      "updated_at",
      "user_id",
    ]);
    expect(answer.body.data?.previous_expires_at).toBe(new Date((start + 60) * 1000).toUTCString());
    expect((await user.look()).body.data).toEqual(answer.body.data);
  });

  test("says nothing of it any more once it is dead", async () => {
    const { user } = await overlapping(60);
    at(start + 59.999);
    expect((await user.look()).body.data).toHaveProperty("previous_expires_at");
    at(start + 60);
    expect((await user.look()).body.data).not.toHaveProperty("previous_expires_at");
  });

  test("has nothing to keep for a first key", async () => {
    at(start);
    const answer = await newUser(service).resetFor(60);
    expect(answer.status).toBe(201);
    expect(answer.body.data).not.toHaveProperty("previous_expires_at");
  });

  test("keeps the record under 1 KiB, and no secret in it", async () => {
    const { user, first = "" } = await overlapping(604_800);
    const item = JSON.stringify(await readItem(service.table, user.userId));
    expect(item.length).toBeLessThan(1024);
    expect(item).not.toContain(first.split(".")[2]);
  });
});

describe("one old key at most", () => {
  test("another reset with a grace period ends the older one", async () => {
    const { user, first, second } = await overlapping(60);
    const third = (await user.resetFor(60)).body.data?.token;
    const statuses = await Promise.all([first, second, third].map(user.statusOf));
    expect(statuses).toEqual([DEAD, ALIVE, ALIVE]);
  });

  test("the same reset again is another one, unless an Idempotency-Key says that it is the same", async () => {
    const body = '{"grace_period_seconds":60}';
    const user = newUser(service);
    const first = (await user.reset()).body.data?.token;
    const headers = { ...json, "idempotency-key": "a" };
    await user.reset({ body, headers });
    await user.reset({ body, headers });
    expect(await user.statusOf(first)).toBe(ALIVE);
    await user.reset({ body, headers: json });
    expect(await user.statusOf(first)).toBe(DEAD);
  });

  test.each([
    ["with 0", { body: '{"grace_period_seconds":0}', headers: json }],
    ["with {}", { body: "{}", headers: json }],
    ["without a body", {}],
  ])("a reset %s ends both", async (_case, more) => {
    const { user, first, second } = await overlapping(60);
    const answer = await user.reset(more);
    expect(answer.body.data).not.toHaveProperty("previous_expires_at");
    const statuses = await Promise.all([first, second].map(user.statusOf));
    expect(statuses).toEqual([DEAD, DEAD]);
    expect(await user.statusOf(answer.body.data?.token)).toBe(ALIVE);
  });
});

describe("a grace period that is none: 400, and nothing is reset", () => {
  const problem = "grace_period_seconds must be a whole number from 0 to 604800.";

  test.each([
    ["-1", problem],
    ["604801", problem],
    ["0.5", problem],
    ["1e300", problem],
    ['"60"', problem],
    ["null", problem],
    ["true", problem],
    ["[60]", problem],
    ["{}", problem],
    ["1e999", "The body can't be read as JSON. Send {}, or no body."],
    ['60,"grace_period_seconds":0', "The body can't be read as JSON. Send {}, or no body."],
    ['60,"x":1', "The body may have the member grace_period_seconds and no other."],
  ])("%s", async (value, message) => {
    const user = newUser(service);
    const before = await user.reset();
    const answer = await user.reset({ body: `{"grace_period_seconds":${value}}`, headers: json });
    expect([answer.status, answer.body.message]).toEqual([400, message]);
    expect((await user.look()).body.data).toEqual(before.body.data);
  });

  test("a body of more than 4 KiB", async () => {
    const body = `{"grace_period_seconds":60${" ".repeat(4096)}}`;
    const answer = await newUser(service).reset({ body, headers: json });
    expect([answer.status, answer.body.message]).toEqual([400, "Send a body of 4 KiB at most."]);
  });

  test("a body that is not UTF-8", async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString("base64");
    const answer = await newUser(service).reset({ body, isBase64Encoded: true, headers: json });
    expect(answer.status).toBe(400);
  });
});
