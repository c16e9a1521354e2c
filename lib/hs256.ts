import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";

/**
 * The HS256 signature (RFC 7518 §3.2) of a JWS's signing input: its first two segments and the dot between them
 * (RFC 7515 §5.1).
 */
export function signHs256(signingInput: string, key: KeyObject): Buffer {
  return createHmac("sha256", key).update(signingInput).digest();
}

/** Whether a signature is the key's. How long that takes to tell does not depend on where the two differ. */
export function isSignedHs256(signature: Buffer, signingInput: string, key: KeyObject): boolean {
  const right = signHs256(signingInput, key);
  return signature.length === right.length && timingSafeEqual(signature, right);
}
