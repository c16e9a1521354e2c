import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { outage } from "../outage.ts";
import { noApiKey } from "./errors.ts";
import type { ApiKeyRecord } from "./record.ts";
import type { RecordStore } from "./store.ts";

const MOST_TRIES = 10;
const LONGEST_PAUSE_MS = 200;

/**
 * Gives a user a new API key; from the answer on, the one before is dead.
 *
 * Each try writes a record with a new id on the condition that the record it read is still there. If another
 * reset came in between, it reads and tries again. Where an answer got lost it reads what became of its
 * write; if that can't be told, it gives up rather than make a second key out of one call.
 *
 * @param kid the signing key to make it with
 * @param mayCreate whether a user without a key gets their first one
 * @returns the record of the new key
 * @throws ApiError 404 if there is no key and `mayCreate` is false; 503 if DynamoDB can't answer in time or
 *   other resets kept coming first: nothing is known to be lost, and trying again is safe
 */
export async function resetApiKey(
  records: RecordStore,
  userId: string,
  { kid, mayCreate, signal }: { kid: string; mayCreate: boolean; signal: AbortSignal },
): Promise<ApiKeyRecord> {
  let current = await records.read(userId, signal);
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    if (!current && !mayCreate) throw noApiKey();

    const next = newRecord(userId, kid);
    const outcome = await records.replace(current, next, signal);
    if (outcome === "written") return next;

    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** attempt), undefined, {
      signal,
    });
    current = await records.read(userId, signal);
    if (current?.id === next.id) return next; // it was our own write, its answer lost
    if (outcome === "unsure") throw outage("a lost write met another reset: can't tell which won");
  }
  throw outage(`${MOST_TRIES} tries to reset were overtaken by others`);
}

function newRecord(userId: string, kid: string): ApiKeyRecord {
  const now = Math.floor(Date.now() / 1000);
  const id = `api_key_${randomUUID().replaceAll("-", "")}`;
  return { userId, id, kid, createdAt: now, updatedAt: now };
}
