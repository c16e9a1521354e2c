import type { ApiKeyRecord } from "../api-key/record.ts";
import { deriveToken } from "../api-key/token.ts";
import type { KeyRingSource } from "../key-ring/source.ts";

/**
 * An API key as its user sees it, members in the order of the contract. Times are IMF-fixdate (RFC 9110
 * §5.6.7).
 *
 * @throws ApiError 503 if the key ring lacks the record's signing key
 */
export async function represent(record: ApiKeyRecord, keyRing: KeyRingSource) {
  return {
    created_at: imfFixdate(record.createdAt),
    id: record.id,
    token: await deriveToken(record, keyRing),
    updated_at: imfFixdate(record.updatedAt),
    user_id: record.userId,
  };
}

/** `Date` prints UTC in just this form (ECMA-262 §21.4.4.43). */
function imfFixdate(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toUTCString();
}
