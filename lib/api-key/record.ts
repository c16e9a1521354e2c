/** What an API key is derived from. */
export interface ApiKey {
  readonly userId: string;
  /** `api_key_` and 32 hex digits. */
  readonly id: string;
  /** The signing key it was made with. */
  readonly kid: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
}

/** What the table remembers of a user: one record, and no secret in it. */
export type ApiKeyRecord = CurrentKey | RevokedKey;

/** The user has this API key. */
export interface CurrentKey extends ApiKey {
  /** Seconds since the epoch. */
  readonly updatedAt: number;
  /** The key before, while it overlaps with this one. */
  readonly previous?: PreviousKey | undefined;
  /** What makes the reset that made this key known again when it is repeated. */
  readonly idempotency?: Idempotency | undefined;
  readonly revocationId?: undefined;
}

/** A key that a reset left alive for a while. */
export interface PreviousKey {
  readonly id: string;
  readonly kid: string;
  readonly createdAt: number;
  /** Seconds since the epoch: dead from then on. */
  readonly expiresAt: number;
}

/** An Idempotency-Key and what was asked for with it. */
export interface Idempotency {
  /** SHA-256 of the key, as base64url. */
  readonly keyHash: string;
  readonly gracePeriodSeconds: number;
}

/** The user's key was revoked. The mark stays, so that no late write can take the key for current again. */
export interface RevokedKey {
  readonly userId: string;
  /** The key that was revoked. */
  readonly id: string;
  /** Of this revocation alone: tells a late retry of ours from somebody else's. */
  readonly revocationId: string;
  /** Seconds since the epoch. */
  readonly updatedAt: number;
}

/** The key that a record holds, if it holds one. */
export function currentKey(record: ApiKeyRecord | undefined): CurrentKey | undefined {
  return record?.revocationId === undefined ? record : undefined;
}

/** The key before, if it is still alive. */
export function overlappingKey({
  userId,
  previous,
}: CurrentKey): (ApiKey & PreviousKey) | undefined {
  return previous && Date.now() / 1000 < previous.expiresAt ? { userId, ...previous } : undefined;
}
