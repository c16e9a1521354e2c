import { timingSafeEqual } from "node:crypto";
import { type ApiKey, currentKey, overlappingKey } from "../api-key/record.ts";
import type { RecordStore } from "../api-key/store.ts";
import { API_KEY_PREFIX, deriveToken } from "../api-key/token.ts";
import type { Deadline } from "../deadline.ts";
import type { KeyRingSource } from "../key-ring/source.ts";
import { parseCompactJws, verifyHs256 } from "./compact-jws.ts";
import { invalidToken } from "./errors.ts";
import type { ApiKeyHolder } from "./principal.ts";
import { isUserId } from "./user-id.ts";

/**
 * Checks that an API key is live: its signature is ours, which costs no database read, and it is, byte for
 * byte, the token that its user's record derives now, for the current key or for the one that overlaps with it.
 * The read is strongly consistent and nothing keeps its answer, so a key is dead in the first request that
 * starts after a reset was answered.
 *
 * @param token the key, whole: `clara_api_…`
 * @throws ApiError 401 if the key is malformed, forged, superseded or revoked; 503 if that can't be told now
 */
export async function verifyApiKey(
  token: string,
  keyRing: KeyRingSource,
  records: RecordStore,
  deadline: Deadline,
): Promise<ApiKeyHolder> {
  const jws = parseCompactJws(token.slice(API_KEY_PREFIX.length));
  const { kid } = jws;
  if (kid === undefined) throw invalidToken("an API key without kid");
  const ring = await keyRing.lookingFor(kid, deadline);
  const signingKey = ring.signingKeys.get(kid);
  if (!signingKey) throw invalidToken("kid is not in the key ring");
  verifyHs256(jws, [signingKey]);

  const { sub } = jws.claims;
  if (!isUserId(sub)) throw invalidToken("sub is not a user id");
  const current = currentKey(await records.read(sub, deadline));
  if (!current) throw invalidToken("the user has no API key");
  const previous = overlappingKey(current);

  const isOf = (key: ApiKey) => key.kid === kid && sameBytes(token, deriveToken(key, ring));
  if (isOf(current)) return holder(current);
  if (previous && isOf(previous)) return holder(previous, previous.expiresAt);
  throw invalidToken("superseded by a reset");
}

function holder({ userId, id, createdAt }: ApiKey, expiresAt?: number): ApiKeyHolder {
  return { role: "api_key", userId, apiKeyId: id, issuedAt: createdAt, expiresAt };
}

function sameBytes(presented: string, current: string): boolean {
  const [a, b] = [Buffer.from(presented), Buffer.from(current)];
  return a.length === b.length && timingSafeEqual(a, b);
}
