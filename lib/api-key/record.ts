/** What the table remembers of a user's API key: enough to derive it again, and no secret. */
export interface ApiKeyRecord {
  readonly userId: string;
  /** Id of the current key: `api_key_` and 32 hex digits. */
  readonly id: string;
  /** The signing key it was made with. */
  readonly kid: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  /** Seconds since the epoch. */
  readonly updatedAt: number;
}

/** The record as a DynamoDB item. */
export function toItem(record: ApiKeyRecord): Record<string, unknown> {
  return {
    user_id: record.userId,
    id: record.id,
    kid: record.kid,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  };
}

/**
 * The record in a DynamoDB item.
 *
 * @throws TypeError naming the attribute that is missing or of another type
 */
export function fromItem(item: Record<string, unknown>): ApiKeyRecord {
  return {
    userId: text(item, "user_id"),
    id: text(item, "id"),
    kid: text(item, "kid"),
    createdAt: epochSeconds(item, "created_at"),
    updatedAt: epochSeconds(item, "updated_at"),
  };
}

function text(item: Record<string, unknown>, attribute: string): string {
  const value = item[attribute];
  if (typeof value === "string") return value;
  throw new TypeError(`An item of the table has no string ${attribute}.`);
}

function epochSeconds(item: Record<string, unknown>, attribute: string): number {
  const value = item[attribute];
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new TypeError(`An item of the table has no whole number ${attribute}.`);
}
