/** Who is calling. Times are seconds since the epoch. */
export type Principal = User | ApiKeyHolder | Operator;

/** A user who is signed in. */
export interface User {
  readonly role: "user";
  readonly userId: string;
  readonly issuedAt: number | undefined;
  readonly expiresAt: number;
}

/** Whoever holds a live API key. */
export interface ApiKeyHolder {
  readonly role: "api_key";
  readonly userId: string;
  readonly apiKeyId: string;
  readonly issuedAt: number;
  /** When the key dies, if a reset has replaced it already. */
  readonly expiresAt: number | undefined;
}

/** One of the operator's own services. */
export interface Operator {
  readonly role: "private_key";
}
