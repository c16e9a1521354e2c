import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "@jest/globals";
import type { ApiKeyRecord } from "../../../lib/api-key/record.ts";
import { RecordStore } from "../../../lib/api-key/store.ts";
import { deadlineIn } from "../../../lib/deadline.ts";
import { newTable, putItem, readItem } from "../../support/database.ts";
import { startFaultyDatabase } from "../../support/faulty-database.ts";
import { newUserId } from "../../support/tokens.ts";

const table = await newTable();
const database = await startFaultyDatabase();
const client = new DynamoDBClient({ endpoint: database.url, maxAttempts: 3 });
const store = new RecordStore(client, table);
const deadline = deadlineIn(60_000);

const record = (userId: string, id: string): ApiKeyRecord => ({
  userId,
  id,
  kid: "k1",
  createdAt: 1764201088,
  updatedAt: 1764201088,
});

const complete = { id: "x", kid: "k1", created_at: 1, updated_at: 1 };

describe("read", () => {
  test("gives the record that was written", async () => {
    const written = record(newUserId(), "api_key_1");
    expect(await store.replace(undefined, written, deadline)).toBe("written");
    expect(await store.read(written.userId, deadline)).toEqual(written);
  });

  test("gives every part of the record that was written", async () => {
    const written = {
      ...record(newUserId(), "api_key_2"),
      previous: { id: "api_key_1", kid: "k1", createdAt: 1, expiresAt: 2 },
      idempotency: { keyHash: "hash", gracePeriodSeconds: 60 },
    };
    await store.replace(undefined, written, deadline);
    expect(await store.read(written.userId, deadline)).toEqual(written);
  });

  test("gives nothing where there is nothing", async () => {
    expect(await store.read(newUserId(), deadline)).toBeUndefined();
  });

  test("asks for a strongly consistent answer, always", async () => {
    await store.read(newUserId(), deadline);
    const reads = database.requests.filter(({ operation }) => operation === "GetItem");
    expect(reads.length).toBeGreaterThan(0);
    for (const { input } of reads) expect(input).toMatchObject({ ConsistentRead: true });
  });

  test.each([
    ["user_id is fine, and there is no id", {}, "no string id"],
    ["kid is a number", { id: "x", kid: 1 }, "no string kid"],
    ["a time is text", { id: "x", kid: "k1", created_at: "1" }, "no whole number created_at"],
    ["the key before is text", { ...complete, previous: "x" }, "no map previous"],
    [
      "the key before has no end",
      { ...complete, previous: { ...complete } },
      "no whole number expires_at",
    ],
    ["a revocation is a number", { ...complete, revocation_id: 1 }, "no string revocation_id"],
    ["a time is a fraction", { id: "x", kid: "k1", created_at: 1.5 }, "no whole number created_at"],
  ])("refuses an item in which %s", async (_case, attributes, problem) => {
    const user_id = newUserId();
    await putItem(table, { user_id, ...attributes });
    await expect(store.read(user_id, deadline)).rejects.toThrow(problem);
  });
});

describe("replace", () => {
  test("is refused where there is a record and none was read", async () => {
    const userId = newUserId();
    await store.replace(undefined, record(userId, "api_key_1"), deadline);
    expect(await store.replace(undefined, record(userId, "api_key_2"), deadline)).toBe("refused");
    expect((await store.read(userId, deadline))?.id).toBe("api_key_1");
  });

  test("is refused where another record is there than was read", async () => {
    const userId = newUserId();
    const [one, two, three] = ["1", "2", "3"].map((id) => record(userId, id)) as [
      ApiKeyRecord,
      ApiKeyRecord,
      ApiKeyRecord,
    ];
    await store.replace(undefined, one, deadline);
    expect(await store.replace(one, two, deadline)).toBe("written");
    expect(await store.replace(one, three, deadline)).toBe("refused");
    expect((await store.read(userId, deadline))?.id).toBe("2");
  });

  test("is refused where the record that was read is revoked now, and the other way round", async () => {
    const userId = newUserId();
    const live = record(userId, "1");
    const revoked = { userId, id: "1", revocationId: "revocation_1", updatedAt: 1764201088 };
    await store.replace(undefined, live, deadline);
    expect(await store.replace(live, revoked, deadline)).toBe("written");
    expect(await store.replace(live, record(userId, "2"), deadline)).toBe("refused");
    expect(await store.replace(live, revoked, deadline)).toBe("refused");
    const otherRevocation = { ...revoked, revocationId: "revocation_2" };
    expect(await store.replace(otherRevocation, record(userId, "2"), deadline)).toBe("refused");
    expect(await store.read(userId, deadline)).toEqual(revoked);
    expect(await store.replace(revoked, record(userId, "2"), deadline)).toBe("written");
  });

  test("is refused where the record that was read is gone", async () => {
    const userId = newUserId();
    expect(await store.replace(record(userId, "1"), record(userId, "2"), deadline)).toBe("refused");
    expect(await readItem(table, userId)).toBeUndefined();
  });

  test("is unsure once a try was repeated", async () => {
    const userId = newUserId();
    database.next("PutItem", { kind: "answer lost" });
    expect(await store.replace(undefined, record(userId, "1"), deadline)).toBe("unsure");
    expect((await store.read(userId, deadline))?.id).toBe("1");
  });
});
