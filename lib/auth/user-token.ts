import type { KeyRing } from "../key-ring/key-ring.ts";
import { parseCompactJws, verifyHs256 } from "./compact-jws.ts";
import { invalidToken } from "./errors.ts";
import type { User } from "./principal.ts";
import { isUserId } from "./user-id.ts";

/**
 * Checks a user token of the login service: an HS256 JWT (RFC 7519) of the role `user`.
 *
 * `exp` is required; `iat`, `nbf` and `exp` are seconds since the epoch and may have a fraction, as RFC 7519
 * §2 lets a NumericDate have.
 *
 * @param jws the token without its `clara_user_` prefix
 * @throws ApiError 401 if it is malformed, forged, expired, not yet valid, or not about a user
 */
export function verifyUserToken(jws: string, ring: KeyRing): User {
  const token = parseCompactJws(jws);
  verifyHs256(token, ring.userTokenKeys);

  const { role, sub, iat, nbf, exp } = token.claims;
  const now = Date.now() / 1000;
  if (role !== "user") throw invalidToken("role is not user");
  if (!isUserId(sub)) throw invalidToken("sub is not a user id");
  if (typeof exp !== "number") throw invalidToken("exp is not a number");
  if (iat !== undefined && typeof iat !== "number") throw invalidToken("iat is not a number");
  if (nbf !== undefined && typeof nbf !== "number") throw invalidToken("nbf is not a number");
  if (now >= exp) throw invalidToken("expired");
  if (nbf !== undefined && now < nbf) throw invalidToken("not valid yet");
  return { role: "user", userId: sub, issuedAt: iat, expiresAt: exp };
}
