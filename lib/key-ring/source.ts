import type { Deadline } from "../deadline.ts";
import { outage } from "../outage.ts";
import { refetched } from "../refetched.ts";
import { KeyRingError } from "./fields.ts";
import { type KeyRing, openKeyRing } from "./key-ring.ts";

/** Where the key ring comes from, again and again: it may change while the service runs. */
export interface KeyRingSource {
  /**
   * The ring as it is now: at most five minutes old, unless what came after it can't be used.
   *
   * @throws ApiError 503 if it can't be had by the deadline
   */
  current(deadline: Deadline): Promise<KeyRing>;

  /**
   * A ring that has the signing key `kid`, if there is one: where the ring at hand lacks it, the ring is asked
   * for at once, but for this reason every 10 s at most while it can be had.
   *
   * @param atHand the ring that the request has used so far, if any
   * @throws ApiError 503 if it can't be had by the deadline or can't be used
   */
  lookingFor(kid: string, deadline: Deadline, atHand?: KeyRing): Promise<KeyRing>;
}

/** A ring that never changes, such as the one in an environment variable. */
export function fixedKeyRing(ring: KeyRing): KeyRingSource {
  const always = async () => ring;
  return { current: always, lookingFor: always };
}

/**
 * A ring that is fetched, and kept for five minutes. A fetch that fails fails every request that waits for
 * it; the next request fetches again. A ring that can't be used is logged, and the one before it stays in use.
 *
 * @param fetchJson gets the ring's JSON text; what it throws reaches the caller as it is, unless it is a KeyRingError
 */
export function fetchedKeyRing(fetchJson: () => Promise<string>): KeyRingSource {
  const { current, lookingFor } = refetched({
    fetch: async () => openKeyRing(await fetchJson()),
    unusable: (error) => (error instanceof KeyRingError ? outage(error) : undefined),
    usableForMs: Number.POSITIVE_INFINITY,
  });
  return {
    current,
    lookingFor: (kid, deadline, atHand) =>
      lookingFor((ring) => ring.signingKeys.has(kid), deadline, atHand),
  };
}
