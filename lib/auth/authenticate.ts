import type { Service } from "../connect.ts";
import type { Deadline } from "../deadline.ts";
import { verifyAccessToken } from "./access-token.ts";
import { verifyApiKey } from "./api-key.ts";
import { type Credential, UNKNOWN_KIND } from "./credential.ts";
import { invalidToken } from "./errors.ts";
import type { Principal } from "./principal.ts";
import { verifyPrivateKey } from "./private-key.ts";
import { verifyUserToken } from "./user-token.ts";

/**
 * Tells who shows a credential.
 *
 * @throws ApiError 401 if it proves nothing, 503 if it can't be checked now
 */
export async function authenticate(
  credential: Credential,
  { keyRing, records, issuer }: Service,
  deadline: Deadline,
): Promise<Principal> {
  switch (credential.kind) {
    case "user_token":
      return verifyUserToken(credential.jws, await keyRing.current(deadline));
    case "access_token":
      if (!issuer) throw invalidToken(UNKNOWN_KIND);
      return verifyAccessToken(credential.jws, issuer, deadline);
    case "api_key":
      return verifyApiKey(credential.token, keyRing, records, deadline);
    case "private_key":
      return verifyPrivateKey(credential.key, await keyRing.current(deadline));
  }
}
