import { type CurrentKey, overlappingKey } from "../api-key/record.ts";
import { deriveToken } from "../api-key/token.ts";
import type { KeyRing } from "../key-ring/key-ring.ts";

/**
 * An API key as its user sees it, members in the order of the alphabet. Times are IMF-fixdate (RFC 9110
 * §5.6.7).
 *
 * @throws ApiError 503 if the ring lacks the key's signing key
 */
export function represent(key: CurrentKey, ring: KeyRing) {
  const previous = overlappingKey(key);
  return {
    created_at: imfFixdate(key.createdAt),
    id: key.id,
    ...(previous && { previous_expires_at: imfFixdate(previous.expiresAt) }),
    token: deriveToken(key, ring),
    updated_at: imfFixdate(key.updatedAt),
    user_id: key.userId,
  };
}

/** `Date` prints UTC in just this form (ECMA-262 §21.4.4.43). */
function imfFixdate(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toUTCString();
}
