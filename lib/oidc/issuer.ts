import { ApiError } from "../api-error.ts";
import { outage } from "../outage.ts";
import { LONGEST_FETCH_MS, type Refetched, refetched } from "../refetched.ts";
import { fetchDocument } from "./document.ts";
import { type KeySet, openKeySet } from "./key-set.ts";

/** Which OpenID Connect issuer's access tokens are taken. */
export interface IssuerSettings {
  /** The issuer's identifier: `iss`, to the character. */
  readonly url: string;
  /** The identifier of this service at the issuer: `aud`. */
  readonly audience: string;
}

/** An issuer, and the keys that it signs with. */
export interface Issuer extends IssuerSettings {
  readonly keys: Refetched<KeySet>;
}

const USABLE_FOR_MS = 60 * 60_000;

/**
 * An issuer whose keys are fetched when they are first needed, and then kept for five minutes: a key that it withdraws
 * is dead by then. While it can't be reached, or answers nonsense, it is asked every 10 s at most, and its last
 * keys stay in use for up to an hour: whoever it let in comes through its outage.
 */
export function openIssuer({ url, audience }: IssuerSettings): Issuer {
  const keys = refetched({
    fetch: () => fetchKeySet(url, AbortSignal.timeout(LONGEST_FETCH_MS)),
    unusable: (error) => (error instanceof ApiError ? error : undefined),
    usableForMs: USABLE_FOR_MS,
  });
  return { url, audience, keys };
}

/** Finds the keys by the issuer's discovery document (OpenID Connect Discovery 1.0 §4, RFC 8414 §3). */
async function fetchKeySet(url: string, signal: AbortSignal): Promise<KeySet> {
  const address = `${url.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { issuer, jwks_uri } = await fetchDocument("the discovery document", address, signal);
  if (issuer !== url) throw outage("the discovery document is another issuer's");
  if (typeof jwks_uri !== "string") throw outage("the discovery document has no jwks_uri");
  return openKeySet(await fetchDocument("the issuer's key set", jwks_uri, signal));
}
