import type { RecordStore } from "../api-key/store.ts";
import type { KeyRingSource } from "../key-ring/source.ts";
import { verifyApiKey } from "./api-key.ts";
import { readCredential } from "./credential.ts";
import type { Principal } from "./principal.ts";
import { verifyPrivateKey } from "./private-key.ts";
import { verifyUserToken } from "./user-token.ts";

/**
 * Tells who is calling, from the values of the request's Authorization header.
 *
 * @throws ApiError 400 if the header can't be read, 401 if it proves nothing, 503 if it can't be checked now
 */
export async function authenticate(
  authorization: readonly string[],
  keyRing: KeyRingSource,
  records: RecordStore,
  signal: AbortSignal,
): Promise<Principal> {
  const credential = readCredential(authorization);
  switch (credential.kind) {
    case "user_token":
      return verifyUserToken(credential.jws, await keyRing.current());
    case "api_key":
      return verifyApiKey(credential.token, keyRing, records, signal);
    case "private_key":
      return verifyPrivateKey(credential.key, await keyRing.current());
  }
}
