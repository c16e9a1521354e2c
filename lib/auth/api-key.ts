import { timingSafeEqual } from "node:crypto";
import type { RecordStore } from "../api-key/store.ts";
import { API_KEY_PREFIX, deriveToken } from "../api-key/token.ts";
import type { KeyRingSource } from "../key-ring/source.ts";
import { parseCompactJws, verifyHs256 } from "./compact-jws.ts";
import { invalidToken } from "./errors.ts";
import type { Principal } from "./principal.ts";
import { isUserId } from "./user-id.ts";

/**
 * Checks that an API key is live: its signature is ours, which costs no database read, and it is, byte for
 * byte, the token that its user's record derives now. The read is strongly consistent and nothing keeps its
 * answer, so a key is dead in the first request that starts after a reset was answered.
 *
 * @param token the key, whole: `clara_api_…`
 * @throws ApiError 401 if the key is malformed, forged or superseded; 503 if the record can't be read now
 */
export async function verifyApiKey(
  token: string,
  keyRing: KeyRingSource,
  records: RecordStore,
  signal: AbortSignal,
): Promise<Principal> {
  const jws = parseCompactJws(token.slice(API_KEY_PREFIX.length));
  const { kid } = jws;
  if (kid === undefined) throw invalidToken("an API key without kid");
  const ring = await keyRing.lookingFor(kid);
  const key = ring.signingKeys.get(kid);
  if (!key) throw invalidToken("kid is not in the key ring");
  await verifyHs256(jws, [key]);

  const { sub } = jws.claims;
  if (!isUserId(sub)) throw invalidToken("sub is not a user id");
  const record = await records.read(sub, signal);
  if (!record) throw invalidToken("the user has no API key");
  const current = await deriveToken(record, keyRing);
  if (!sameBytes(token, current)) throw invalidToken("superseded by a reset");
  return { role: "api_key", userId: record.userId, apiKeyId: record.id };
}

function sameBytes(presented: string, current: string): boolean {
  const [a, b] = [Buffer.from(presented), Buffer.from(current)];
  return a.length === b.length && timingSafeEqual(a, b);
}
