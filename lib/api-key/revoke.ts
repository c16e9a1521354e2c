import type { Deadline } from "../deadline.ts";
import { changeRecord } from "./change.ts";
import { noApiKey } from "./errors.ts";
import { newId } from "./id.ts";
import { type ApiKeyRecord, currentKey, type RevokedKey } from "./record.ts";
import type { RecordStore } from "./store.ts";

/**
 * Revokes a user's API key: it is dead from the answer on, and so is the one before it. The user's next reset
 * makes a new one.
 *
 * @returns the id of the key that was revoked
 * @throws ApiError 404 if there is no key; 503 as {@link changeRecord}
 */
export async function revokeApiKey(
  records: RecordStore,
  userId: string,
  deadline: Deadline,
): Promise<string> {
  const revocationId = newId("revocation");
  const make = (found: ApiKeyRecord | undefined): RevokedKey => {
    const current = currentKey(found);
    if (!current) throw noApiKey();
    return { userId, id: current.id, revocationId, updatedAt: Math.floor(Date.now() / 1000) };
  };
  const { id } = await changeRecord(records, userId, { make }, deadline);
  return id;
}
