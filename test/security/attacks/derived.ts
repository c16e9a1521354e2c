import fc from "fast-check";
import { fullKeyRing } from "../../support/key-rings.ts";
import { signJws } from "../../support/tokens.ts";

/** What an API key is derived from, as the table has it. */
export interface Derivation {
  readonly id: string;
  readonly kid: keyof typeof fullKeyRing.api_key.keys;
  readonly created_at: number;
}

/** The API key that the contract derives from a record, made without the service. */
export function derivedToken(userId: string, { id, kid, created_at }: Derivation): string {
  const header = JSON.stringify({ alg: "HS256", kid, typ: "JWT" });
  const claims = JSON.stringify({ sub: userId, role: "api_key", jti: id, iat: created_at });
  return `clara_api_${signJws(header, claims, fullKeyRing.api_key.keys[kid])}`;
}

const LATEST = 8_640_000_000_000; // what a Date can hold

const hex = fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: 32, maxLength: 32 });

/** Whatever the service may derive a key from, and a little more than it does: any text is an id. */
export const derivations: fc.Arbitrary<Derivation> = fc.record({
  id: fc.oneof(
    hex.map((digits) => `api_key_${digits.join("")}`),
    fc.string({ minLength: 1 }),
    fc.string({ unit: "grapheme", minLength: 1 }),
  ),
  kid: fc.constantFrom("k1", "k2"),
  created_at: fc.oneof(fc.nat(), fc.integer({ min: 0, max: LATEST })),
});
