import { createPublicKey, type JsonWebKey } from "node:crypto";
import { createLocalJWKSet, type JWK } from "jose";
import { outage } from "../outage.ts";
import { isJsonObject } from "../strict-json.ts";

/** An issuer's keys that may verify an access token. */
export interface KeySet {
  readonly kids: ReadonlySet<string>;
  /** Finds the key for a token's header, as jose asks for it. */
  readonly find: ReturnType<typeof createLocalJWKSet>;
}

const KEY_TYPES = ["RSA", "EC", "OKP"];
const LEAST_RSA_BITS = 2048;

/**
 * Opens a JWK Set (RFC 7517 §5). Keys that can't verify a token are left out, as if they weren't there: symmetric
 * and private ones, those for another use or operation (§4.2, §4.3), RSA keys under 2048 bits (RFC 7518 §3.3), and what
 * is no key, or has no `kid`.
 *
 * @throws ApiError 503 if it is no JWK Set
 */
export function openKeySet({ keys }: Record<string, unknown>): KeySet {
  if (!Array.isArray(keys)) throw outage("the issuer's key set has no list of keys");
  const verifying = keys.flatMap((key) => verifyingKey(key) ?? []);
  return {
    kids: new Set(verifying.map(({ kid }) => kid)),
    find: createLocalJWKSet({ keys: verifying }),
  };
}

/** A key without whatever else the set says of it, at which jose's import may stumble. */
function verifyingKey(key: unknown): (JWK & { kid: string }) | undefined {
  if (!isJsonObject(key)) return undefined;
  const { kty, kid, alg, use = "sig", key_ops = ["verify"] } = key;
  if (typeof kty !== "string" || !KEY_TYPES.includes(kty) || "d" in key) return undefined;
  if (use !== "sig" || !Array.isArray(key_ops) || !key_ops.includes("verify")) return undefined;
  if (typeof kid !== "string" || (alg !== undefined && typeof alg !== "string")) return undefined;
  try {
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: "jwk" });
    const bits = publicKey.asymmetricKeyDetails?.modulusLength;
    if (kty === "RSA" && (bits === undefined || bits < LEAST_RSA_BITS)) return undefined;
    return { ...publicKey.export({ format: "jwk" }), kid, ...(alg !== undefined && { alg }) };
  } catch {
    return undefined; // not a key of its type
  }
}
