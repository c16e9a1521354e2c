import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { ApiKeyRecord, CurrentKey, PreviousKey, RevokedKey } from "./record.ts";

type Item = Record<string, AttributeValue>;

const MOST_SECONDS = 8.64e12; // as far from the epoch as a Date reaches (ECMA-262 §21.4.1.1)

/** The record as a DynamoDB item. */
export function toItem(record: ApiKeyRecord): Item {
  const item = {
    user_id: S(record.userId),
    id: S(record.id),
    updated_at: N(record.updatedAt),
  };
  if (record.revocationId !== undefined) return { ...item, revocation_id: S(record.revocationId) };

  const { previous, idempotency } = record;
  return {
    ...item,
    kid: S(record.kid),
    created_at: N(record.createdAt),
    ...(previous && {
      previous: M({
        id: S(previous.id),
        kid: S(previous.kid),
        created_at: N(previous.createdAt),
        expires_at: N(previous.expiresAt),
      }),
    }),
    ...(idempotency && {
      idempotency: M({
        key_hash: S(idempotency.keyHash),
        grace_period_seconds: N(idempotency.gracePeriodSeconds),
      }),
    }),
  };
}

const S = (text: string) => ({ S: text });
const N = (number: number) => ({ N: String(number) });
const M = (item: Item) => ({ M: item });

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
  const value = item[attribute]?.S;
  if (value !== undefined) return value;
  throw new TypeError(`An item of the table has no string ${attribute}.`);
}

function seconds(item: Item, attribute: string): number {
  const value = Number(item[attribute]?.N);
  if (Number.isInteger(value) && Math.abs(value) <= MOST_SECONDS) return value;
  throw new TypeError(`An item of the table has no whole number ${attribute}.`);
}

function map(item: Item, attribute: string): Item {
  const value = item[attribute]?.M;
  if (value !== undefined) return value;
  throw new TypeError(`An item of the table has no map ${attribute}.`);
}
