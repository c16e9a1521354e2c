import type { ApiKeyRecord, CurrentKey, PreviousKey, RevokedKey } from "./record.ts";

type Item = Record<string, unknown>;

const MOST_SECONDS = 8.64e12; // as far from the epoch as a Date reaches (ECMA-262 §21.4.1.1)

/** The record as a DynamoDB item. */
export function toItem(record: ApiKeyRecord): Item {
  const item = { user_id: record.userId, id: record.id, updated_at: record.updatedAt };
  if (record.revocationId !== undefined) return { ...item, revocation_id: record.revocationId };

  const { previous, idempotency } = record;
  return {
    ...item,
    kid: record.kid,
    created_at: record.createdAt,
    ...(previous && {
      previous: {
        id: previous.id,
        kid: previous.kid,
        created_at: previous.createdAt,
        expires_at: previous.expiresAt,
      },
    }),
    ...(idempotency && {
      idempotency: {
        key_hash: idempotency.keyHash,
        grace_period_seconds: idempotency.gracePeriodSeconds,
      },
    }),
  };
}

/**
 * The record in a DynamoDB item.
 *
 * @throws TypeError naming the attribute that is missing or of another type
 */
export function fromItem(item: Item): ApiKeyRecord {
  return item.revocation_id === undefined ? toCurrentKey(item) : toRevokedKey(item);
}

function toCurrentKey(item: Item): CurrentKey {
  const { previous, idempotency } = item;
  return {
    userId: text(item, "user_id"),
    id: text(item, "id"),
    kid: text(item, "kid"),
    createdAt: seconds(item, "created_at"),
    updatedAt: seconds(item, "updated_at"),
    ...(previous !== undefined && { previous: toPreviousKey(map(item, "previous")) }),
    ...(idempotency !== undefined && { idempotency: toIdempotency(map(item, "idempotency")) }),
  };
}

function toPreviousKey(item: Item): PreviousKey {
  return {
    id: text(item, "id"),
    kid: text(item, "kid"),
    createdAt: seconds(item, "created_at"),
    expiresAt: seconds(item, "expires_at"),
  };
}

function toIdempotency(item: Item) {
  return {
    keyHash: text(item, "key_hash"),
    gracePeriodSeconds: seconds(item, "grace_period_seconds"),
  };
}

function toRevokedKey(item: Item): RevokedKey {
  return {
    userId: text(item, "user_id"),
    id: text(item, "id"),
    revocationId: text(item, "revocation_id"),
    updatedAt: seconds(item, "updated_at"),
  };
}

function text(item: Item, attribute: string): string {
  const value = item[attribute];
  if (typeof value === "string") return value;
  throw new TypeError(`An item of the table has no string ${attribute}.`);
}

function seconds(item: Item, attribute: string): number {
  const value = item[attribute];
  const isWhole = typeof value === "number" && Number.isInteger(value);
  if (isWhole && Math.abs(value) <= MOST_SECONDS) return value;
  throw new TypeError(`An item of the table has no whole number ${attribute}.`);
}

function map(item: Item, attribute: string): Item {
  const value = item[attribute];
  if (typeof value === "object" && value !== null) return value as Item;
  throw new TypeError(`An item of the table has no map ${attribute}.`);
}
