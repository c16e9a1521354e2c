import { setTimeout as sleep } from "node:timers/promises";
import { type Deadline, inTime } from "../deadline.ts";
import { outage } from "../outage.ts";
import type { ApiKeyRecord } from "./record.ts";
import type { RecordStore } from "./store.ts";

const MOST_TRIES = 10;
const LONGEST_PAUSE_MS = 200;

/** What to do about the record that was found. */
export interface Change<Result extends ApiKeyRecord> {
  /** The record found, if this change has been made to it before. */
  readonly alreadyMade?: (found: ApiKeyRecord | undefined) => Result | undefined;
  /** The record to put in its place, with an id that never was before. */
  readonly make: (found: ApiKeyRecord | undefined) => Result;
}

/**
 * Changes a user's record, once, whatever else happens to it meanwhile.
 *
 * Each try writes on the condition that the record it read is still there. If another change came in between,
 * it reads and decides again. Where an answer got lost it reads what became of its write; if that can't be
 * told, it gives up rather than make two changes out of one call.
 *
 * @returns the changed record, now stored
 * @throws ApiError 503 if DynamoDB can't answer in time or other changes kept coming first: the change may
 *   have been made or not. And whatever the functions of `change` throw
 */
export async function changeRecord<Result extends ApiKeyRecord>(
  records: RecordStore,
  userId: string,
  change: Change<Result>,
  deadline: Deadline,
): Promise<Result> {
  let found = await records.read(userId, deadline);
  let unsure = false;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const made = change.alreadyMade?.(found);
    if (made) return made;
    if (unsure) throw outage("a lost write met another change: can't tell which won");

    const next = change.make(found);
    const outcome = await records.replace(found, next, deadline);
    if (outcome === "written") return next;
    const pause = Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** attempt);
    await inTime(sleep(pause), deadline);
    found = await records.read(userId, deadline);
    if (found && isSame(found, next)) return next; // it was our own write, its answer lost
    unsure = outcome === "unsure";
  }
  throw outage(`${MOST_TRIES} tries to change a record were overtaken by others`);
}

/** Ids never come again, so two records with the same ones are the same. */
function isSame(a: ApiKeyRecord, b: ApiKeyRecord): boolean {
  return a.id === b.id && a.revocationId === b.revocationId;
}
