import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { at } from "../support/clock.ts";
import { readItem } from "../support/database.ts";
import { startService } from "../support/service.ts";
import { newUser } from "../support/users.ts";

const service = await startService();

const start = 1_900_000_000;
const json = { "content-type": "application/json" };
const withKey = (key: string, body?: string) => ({
  headers: { "idempotency-key": key, ...(body !== undefined && json) },
  ...(body !== undefined && { body }),
});

describe("a reset with an Idempotency-Key", () => {
  test("gives the same key each time, with 201", async () => {
    const user = newUser(service);
    const first = await user.reset(withKey("a"));
    const second = await user.reset(withKey("a"));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.text).toBe(first.text);
  });

  test("makes a new key for another Idempotency-Key, and without one", async () => {
    const user = newUser(service);
    const ids = [];
    for (const more of [withKey("a"), withKey("b"), {}]) {
      ids.push((await user.reset(more)).body.data?.id);
    }
    expect(new Set(ids).size).toBe(3);
  });

  test("makes a new key if another reset came in between", async () => {
    const user = newUser(service);
    const first = await user.reset(withKey("a"));
    await user.reset();
    const again = await user.reset(withKey("a"));
    expect(again.status).toBe(201);
    expect(again.body.data?.id).not.toBe(first.body.data?.id);
  });

  test("makes a new key if it was revoked in between", async () => {
    const user = newUser(service);
    const first = await user.reset(withKey("a"));
    await user.revoke();
    const again = await user.reset(withKey("a"));
    expect(again.status).toBe(201);
    expect(again.body.data?.id).not.toBe(first.body.data?.id);
  });

  test("is another for each user", async () => {
    const one = await newUser(service).reset(withKey("a"));
    const two = await newUser(service).reset(withKey("a"));
    expect(two.body.data?.id).not.toBe(one.body.data?.id);
  });

  test("is known again for 24 hours, to the second", async () => {
    const user = newUser(service);
    at(start);
    const first = await user.reset(withKey("a"));
    at(start + 86_399.999);
    const inTime = await user.reset(withKey("a"));
    expect(inTime.body.data?.id).toBe(first.body.data?.id);
    at(start + 86_400);
    const tooLate = await user.reset(withKey("a"));
    expect(tooLate.status).toBe(201);
    expect(tooLate.body.data?.id).not.toBe(first.body.data?.id);
  });

  test("with the same body is the same reset: the overlap is not begun anew", async () => {
    const user = newUser(service);
    await user.reset();
    const body = '{"grace_period_seconds":60}';
    const first = await user.reset(withKey("a", body));
    const again = await user.reset(withKey("a", ` ${body} `));
    expect(again.body.data).toEqual(first.body.data);
    expect(again.body.data).toHaveProperty("previous_expires_at");
  });

  test("no body, {} and 0 are the same body", async () => {
    const user = newUser(service);
    const first = await user.reset(withKey("a"));
    for (const body of ["{}", '{"grace_period_seconds":0}', ""]) {
      expect((await user.reset(withKey("a", body))).text).toBe(first.text);
    }
  });

  test("and another body is 422, and nothing is reset", async () => {
    const user = newUser(service);
    const first = await user.reset(withKey("a"));
    const answer = await user.reset(withKey("a", '{"grace_period_seconds":60}'));
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({
      data: null,
      message:
        "This Idempotency-Key came with another body before. Send a new key, or the same body.",
      status: "error",
    });
    expect((await user.look()).body.data).toEqual(first.body.data);
  });

  test("twice at once gives one reset", async () => {
    const user = newUser(service);
    await user.reset();
    const answers = await Promise.all(Array.from({ length: 8 }, () => user.reset(withKey("a"))));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test("leaves only its hash behind, in a record of less than 1 KiB", async () => {
    const user = newUser(service);
    await user.reset();
    const key = "k".repeat(255);
    await user.reset(withKey(key, '{"grace_period_seconds":604800}'));
    const item = await readItem(service.table, user.userId);
    expect(item?.idempotency).toEqual({
      key_hash: createHash("sha256").update(key).digest("base64url"),
      grace_period_seconds: 604_800,
    });
    expect(JSON.stringify(item).length).toBeLessThan(1024);
  });
});

describe("an Idempotency-Key that is none: 400, and nothing is reset", () => {
  test.each([
    ["an empty one", { "idempotency-key": "" }],
    ["256 characters", { "idempotency-key": "k".repeat(256) }],
    ["a tab", { "idempotency-key": "a\tb" }],
    ["not ASCII", { "idempotency-key": "ä" }],
    ["two of them", { "idempotency-key": "a", "Idempotency-Key": "b" }],
  ])("%s", async (_case, headers) => {
    const user = newUser(service);
    const before = await user.reset();
    const answer = await user.reset({ headers });
    expect([answer.status, answer.body.message]).toEqual([
      400,
      "Send one Idempotency-Key of 1 to 255 printable ASCII characters, or none.",
    ]);
    expect((await user.look()).body.data).toEqual(before.body.data);
  });

  test.each([["k"], ["k".repeat(255)], ["a b"], ['"8e03978e-40d5-43dd-bc93-6894a57f9324"']])(
    "but %s is one",
    async (key) => {
      expect((await newUser(service).reset(withKey(key))).status).toBe(201);
    },
  );
});
