import { timingSafeEqual } from "node:crypto";
import type { KeyRing } from "../key-ring/key-ring.ts";
import { invalidToken } from "./errors.ts";
import type { Operator } from "./principal.ts";

/**
 * Checks the private key of the operator's own services against every configured value, each in constant
 * time and without stopping at a match.
 *
 * @throws ApiError 401 if it is none of them
 */
export function verifyPrivateKey(presented: string, ring: KeyRing): Operator {
  const bytes = Buffer.from(presented);
  const matches = ring.privateKeys.filter(
    (key) => key.length === bytes.length && timingSafeEqual(key, bytes),
  );
  if (matches.length === 0) throw invalidToken("not a private key of ours");
  return { role: "private_key" };
}
