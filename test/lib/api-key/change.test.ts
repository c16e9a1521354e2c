import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { resetApiKey } from "../../../lib/api-key/reset.ts";
import { revokeApiKey } from "../../../lib/api-key/revoke.ts";
import { RecordStore } from "../../../lib/api-key/store.ts";
import { deadlineIn } from "../../../lib/deadline.ts";
import { newTable, readItem } from "../../support/database.ts";
import { startFaultyDatabase } from "../../support/faulty-database.ts";
import { newUserId } from "../../support/tokens.ts";

const table = await newTable();
const { AWS_ENDPOINT_URL_DYNAMODB = "" } = process.env;
const database = await startFaultyDatabase();
const storeAt = (endpoint: string) =>
  new RecordStore(new DynamoDBClient({ endpoint, maxAttempts: 3 }), table);
const faulty = storeAt(database.url);
const healthy = storeAt(AWS_ENDPOINT_URL_DYNAMODB);

const deadline = deadlineIn(60_000);
const options = {
  kid: "k1",
  mayCreate: true,
  gracePeriodSeconds: 0,
  idempotencyKey: undefined,
  deadline,
};
const resetBy = (store: RecordStore, userId: string) => resetApiKey(store, userId, options);

let userId: string;
beforeEach(() => {
  userId = newUserId();
});

describe("a write whose answer is lost", () => {
  test("is recognized as our own, and the key is the one that was written", async () => {
    database.next("PutItem", { kind: "answer lost" });
    const record = await resetBy(faulty, userId);
    expect((await readItem(table, userId))?.id).toBe(record.id);
  });

  test("is recognized when it replaced an older key, too", async () => {
    const older = await resetBy(healthy, userId);
    database.next("PutItem", { kind: "answer lost" });
    const record = await resetBy(faulty, userId);
    expect(record.id).not.toBe(older.id);
    expect((await readItem(table, userId))?.id).toBe(record.id);
  });

  test("never comes back to life over a later reset", async () => {
    let later: { id: string } | undefined;
    database.next("PutItem", {
      kind: "answer lost",
      meanwhile: async () => {
        later = await resetBy(healthy, userId);
      },
    });
    await expect(resetBy(faulty, userId)).rejects.toMatchObject({ code: "unavailable" });
    expect(later).toBeDefined();
    expect((await readItem(table, userId))?.id).toBe(later?.id);
  });
});

describe("a revocation whose answer is lost", () => {
  test("is recognized as our own", async () => {
    await resetBy(healthy, userId);
    database.next("PutItem", { kind: "answer lost" });
    await revokeApiKey(faulty, userId, deadline);
    expect(await readItem(table, userId)).toHaveProperty("revocation_id");
  });

  test("never kills a newer key", async () => {
    await resetBy(healthy, userId);
    let newer: { id: string } | undefined;
    database.next("PutItem", {
      kind: "answer lost",
      meanwhile: async () => {
        newer = await resetBy(healthy, userId);
      },
    });
    const revocation = revokeApiKey(faulty, userId, deadline);
    await expect(revocation).rejects.toMatchObject({ code: "unavailable" });
    const item = await readItem(table, userId);
    expect(item?.id).toBe(newer?.id);
    expect(item).not.toHaveProperty("revocation_id");
  });

  test("is not taken for somebody else's that came first", async () => {
    await resetBy(healthy, userId);
    database.next("PutItem", {
      kind: "answer lost",
      meanwhile: async () => {
        await resetBy(healthy, userId);
        await revokeApiKey(healthy, userId, deadline);
      },
    });
    const revocation = revokeApiKey(faulty, userId, deadline);
    await expect(revocation).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a first reset whose answer is lost", () => {
  test("does not bring its key back after a revocation", async () => {
    database.next("PutItem", {
      kind: "answer lost",
      meanwhile: () => revokeApiKey(healthy, userId, deadline),
    });
    await expect(resetBy(faulty, userId)).rejects.toMatchObject({ code: "unavailable" });
    expect(await readItem(table, userId)).toHaveProperty("revocation_id");
  });
});

describe("a reset with an Idempotency-Key whose answer is lost", () => {
  const idempotent = { ...options, idempotencyKey: "a" };

  test("is recognized, and so is its repetition", async () => {
    database.next("PutItem", { kind: "answer lost" });
    const record = await resetApiKey(faulty, userId, idempotent);
    expect(await resetApiKey(healthy, userId, idempotent)).toEqual(record);
  });
});

describe("another reset that comes between the read and the write", () => {
  test("is overtaken by reading again: ours is current, and the other was before it", async () => {
    const others: string[] = [];
    const interrupted = interruptWrites(healthy, 3, async () => {
      others.push((await resetBy(healthy, userId)).id);
    });
    const record = await resetBy(interrupted, userId);
    expect(others).toHaveLength(3);
    expect((await readItem(table, userId))?.id).toBe(record.id);
  });

  test("ten times over is given up, and nothing of ours is written", async () => {
    let last = "";
    const interrupted = interruptWrites(healthy, 10, async () => {
      last = (await resetBy(healthy, userId)).id;
    });
    await expect(resetBy(interrupted, userId)).rejects.toMatchObject({
      code: "unavailable",
      cause: "10 tries to change a record were overtaken by others",
    });
    expect((await readItem(table, userId))?.id).toBe(last);
  });
});

test("a user without a key gets none where none may be made", async () => {
  const attempt = resetApiKey(healthy, userId, { ...options, mayCreate: false });
  await expect(attempt).rejects.toMatchObject({ code: "not_found" });
  expect(await readItem(table, userId)).toBeUndefined();
});

/** A store in which somebody else resets just before each of our first writes. */
function interruptWrites(store: RecordStore, times: number, interrupt: () => Promise<void>) {
  let left = times;
  const interrupted: Pick<RecordStore, "read" | "replace"> = {
    read: (...args) => store.read(...args),
    replace: async (...args) => {
      if (left-- > 0) await interrupt();
      return store.replace(...args);
    },
  };
  return interrupted as RecordStore;
}
