import { CompactSign } from "jose";
import type { KeyRingSource } from "../key-ring/source.ts";
import { outage } from "../outage.ts";
import type { ApiKeyRecord } from "./record.ts";

/** The prefix of every API key. */
export const API_KEY_PREFIX = "clara_api_";

/**
 * Derives the API key that a record stands for: `clara_api_` and an HS256 JWS (RFC 7515). The HMAC of the
 * same bytes is the same, so the key need not be stored. The order of the members below is part of every key
 * in the field: another order is another key.
 *
 * @throws ApiError 503 if the ring lacks the record's signing key
 */
export async function deriveToken(record: ApiKeyRecord, keyRing: KeyRingSource): Promise<string> {
  const { userId: sub, id: jti, kid, createdAt: iat } = record;
  const key = (await keyRing.lookingFor(kid)).signingKeys.get(kid);
  if (!key) throw outage(`the key ring lacks the signing key ${JSON.stringify(kid)}`);

  const claims = new TextEncoder().encode(JSON.stringify({ sub, role: "api_key", jti, iat }));
  const jws = await new CompactSign(claims)
    .setProtectedHeader({ alg: "HS256", kid, typ: "JWT" })
    .sign(key);
  return API_KEY_PREFIX + jws;
}
