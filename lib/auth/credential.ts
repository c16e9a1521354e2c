import { API_KEY_PREFIX } from "../api-key/token.ts";
import { invalidToken, noCredentials, unreadableAuthorization } from "./errors.ts";

/** What a caller shows, sorted by its prefix and not yet checked. */
export type Credential =
  | { readonly kind: "user_token"; readonly jws: string }
  | { readonly kind: "access_token"; readonly jws: string }
  | { readonly kind: "api_key"; readonly token: string }
  | { readonly kind: "private_key"; readonly key: string };

/** Why a bearer token is refused that is neither ours nor an issuer's. */
export const UNKNOWN_KIND = "a bearer token of no known kind";

const PREFIX = "clara_";
const USER_TOKEN_PREFIX = "clara_user_";
const PRIVATE_KEY_PREFIX = "clara_private_";
const MAX_BYTES = 4096;
const VISIBLE_ASCII = /^(?! )[\x20-\x7e]+$/;
const SCHEME_AND_TOKEN = /^bearer +([^ ]+)$/i;

/**
 * Reads the values of the Authorization header (RFC 9110 §11.6.2, RFC 6750 §2.1).
 *
 * @param values every value the request has for the header, however its name was written
 * @throws ApiError 400 if they can't be read one way only, 401 if they hold no credential of ours
 */
export function readCredential(values: readonly string[]): Credential {
  const [value, ...others] = values;
  if (value === undefined || (value === "" && others.length === 0)) throw noCredentials();
  if (others.length > 0 || value.includes(",")) throw unreadableAuthorization("several values");
  if (value.length > MAX_BYTES) throw unreadableAuthorization("over 4 KiB");
  if (!VISIBLE_ASCII.test(value)) throw unreadableAuthorization("not visible ASCII");

  if (value.startsWith(PRIVATE_KEY_PREFIX)) {
    if (value.includes(" ")) throw unreadableAuthorization("several words");
    return { kind: "private_key", key: value };
  }

  const [scheme] = value.split(" ");
  if (scheme?.toLowerCase() !== "bearer") throw noCredentials();
  const token = SCHEME_AND_TOKEN.exec(value)?.[1];
  if (token === undefined) throw unreadableAuthorization("not one bearer token");

  return readBearerToken(token);
}

/**
 * Sorts a bearer token by its prefix. One that has none is an access token of the OpenID Connect issuer, if anything.
 *
 * @throws ApiError 401 if it is of no known kind or over 4 KiB
 */
export function readBearerToken(token: string): Credential {
  if (token.length > MAX_BYTES) throw invalidToken("over 4 KiB");
  if (token.startsWith(USER_TOKEN_PREFIX)) {
    return { kind: "user_token", jws: token.slice(USER_TOKEN_PREFIX.length) };
  }
  if (token.startsWith(API_KEY_PREFIX)) return { kind: "api_key", token };
  if (token.startsWith(PREFIX)) throw invalidToken(UNKNOWN_KIND);
  return { kind: "access_token", jws: token };
}
