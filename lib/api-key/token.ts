import { signHs256 } from "../hs256.ts";
import type { KeyRing } from "../key-ring/key-ring.ts";
import { outage } from "../outage.ts";
import type { ApiKey } from "./record.ts";

/** The prefix of every API key. */
export const API_KEY_PREFIX = "clara_api_";

/**
 * Derives the token of an API key: `clara_api_` and an HS256 JWS (RFC 7515). The HMAC of the
 * same bytes is the same, so the key need not be stored. The order of the members below is part of every key
 * in the field: another order is another key.
 *
 * @throws ApiError 503 if the ring lacks its signing key
 */
export function deriveToken(key: ApiKey, ring: KeyRing): string {
  const { userId: sub, id: jti, kid, createdAt: iat } = key;
  const signingKey = ring.signingKeys.get(kid);
  if (!signingKey) throw outage(`the key ring lacks the signing key ${JSON.stringify(kid)}`);

  const header = segment({ alg: "HS256", kid, typ: "JWT" });
  const claims = segment({ sub, role: "api_key", jti, iat });
  const signingInput = `${header}.${claims}`;
  const signature = signHs256(signingInput, signingKey).toString("base64url");
  return `${API_KEY_PREFIX}${signingInput}.${signature}`;
}

function segment(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
