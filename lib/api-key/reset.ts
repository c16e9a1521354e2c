import { createHash } from "node:crypto";
import type { Deadline } from "../deadline.ts";
import { changeRecord } from "./change.ts";
import { noApiKey, otherIdempotentRequest } from "./errors.ts";
import { newId } from "./id.ts";
import { type ApiKeyRecord, type CurrentKey, currentKey } from "./record.ts";
import type { RecordStore } from "./store.ts";

const IDEMPOTENT_FOR_SECONDS = 24 * 60 * 60;

/** What a reset is asked to do. */
export interface ResetRequest {
  /** The signing key to make the new key with. */
  readonly kid: string;
  /** Whether a user without a key gets their first one. */
  readonly mayCreate: boolean;
  /** How long the old key stays alive beside the new one. */
  readonly gracePeriodSeconds: number;
  /** Makes the same reset known again when it is repeated. */
  readonly idempotencyKey: string | undefined;
  readonly deadline: Deadline;
}

/**
 * Gives a user a new API key; from the answer on, the one before is dead, or dies when its grace period is over.
 *
 * Without an Idempotency-Key, a repeated reset is another reset: it ends the key that the first one kept.
 * A reset with the Idempotency-Key of the one that made the current key, within 24 hours, gives that key
 * again.
 *
 * @throws ApiError 404 if there is no key and none may be made; 422 if the Idempotency-Key came with another
 *   request before; 503 as {@link changeRecord}
 */
export function resetApiKey(
  records: RecordStore,
  userId: string,
  request: ResetRequest,
): Promise<CurrentKey> {
  const change = {
    alreadyMade: (found: ApiKeyRecord | undefined) => repeated(currentKey(found), request),
    make: (found: ApiKeyRecord | undefined) => {
      const current = currentKey(found);
      if (!current && !request.mayCreate) throw noApiKey();
      return newKey(userId, current, request);
    },
  };
  return changeRecord(records, userId, change, request.deadline);
}

/** The current key, if it was made by this very request. */
function repeated(
  current: CurrentKey | undefined,
  { idempotencyKey, gracePeriodSeconds }: ResetRequest,
): CurrentKey | undefined {
  if (!current?.idempotency || idempotencyKey === undefined) return undefined;
  const { idempotency, createdAt } = current;
  const isRecent = Date.now() / 1000 < createdAt + IDEMPOTENT_FOR_SECONDS;
  if (!isRecent || idempotency.keyHash !== sha256(idempotencyKey)) return undefined;
  if (idempotency.gracePeriodSeconds !== gracePeriodSeconds) throw otherIdempotentRequest();
  return current;
}

function newKey(
  userId: string,
  replaced: CurrentKey | undefined,
  { kid, gracePeriodSeconds, idempotencyKey }: ResetRequest,
): CurrentKey {
  const now = Math.floor(Date.now() / 1000);
  return {
    userId,
    id: newId("api_key"),
    kid,
    createdAt: now,
    updatedAt: now,
    ...(replaced &&
      gracePeriodSeconds > 0 && {
        previous: {
          id: replaced.id,
          kid: replaced.kid,
          createdAt: replaced.createdAt,
          expiresAt: Math.ceil(Date.now() / 1000) + gracePeriodSeconds, // never shorter than asked for
        },
      }),
    ...(idempotencyKey !== undefined && {
      idempotency: { keyHash: sha256(idempotencyKey), gracePeriodSeconds },
    }),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
