import { inTime } from "../in-time.ts";
import { type KeyRing, openKeyRing } from "./key-ring.ts";

/** Where the key ring comes from, again and again: it may change while the service runs. */
export interface KeyRingSource {
  /**
   * The ring as it is now, at most five minutes old.
   *
   * @throws ApiError 503 if it can't be had by the deadline
   */
  current(deadline: AbortSignal): Promise<KeyRing>;

  /**
   * A ring that has the signing key `kid`, if there is one: where the ring at hand lacks it, the ring is asked
   * for once more, every 10 s at most.
   *
   * @param atHand the ring that the request has used so far, if any
   * @throws ApiError 503 if it can't be had by the deadline
   */
  lookingFor(kid: string, deadline: AbortSignal, atHand?: KeyRing): Promise<KeyRing>;
}

const KEPT_FOR_MS = 5 * 60_000;
const ASKED_AGAIN_AFTER_MS = 10_000;

/** A ring that never changes, such as the one in an environment variable. */
export function fixedKeyRing(ring: KeyRing): KeyRingSource {
  const always = async () => ring;
  return { current: always, lookingFor: always };
}

/**
 * A ring that is fetched, and kept for five minutes. A fetch that fails fails every request that waits for
 * it; the next request fetches again.
 *
 * @param fetchJson gets the ring's JSON text; what it throws reaches the caller as it is
 */
export function fetchedKeyRing(fetchJson: () => Promise<string>): KeyRingSource {
  let kept: { ring: KeyRing; askedAt: number } | undefined;
  let underWay: Promise<KeyRing> | undefined;

  const fetchRing = async () => {
    const askedAt = Date.now();
    const ring = await openKeyRing(await fetchJson());
    kept = { ring, askedAt };
    return ring;
  };
  const fetchOnce = (deadline: AbortSignal) => {
    underWay ??= fetchRing().finally(() => {
      underWay = undefined;
    });
    return inTime(underWay, deadline);
  };
  const isOlderThan = (ms: number) => !kept || Date.now() - kept.askedAt >= ms;
  const current = async (deadline: AbortSignal) =>
    kept && !isOlderThan(KEPT_FOR_MS) ? kept.ring : await fetchOnce(deadline);

  return {
    current,
    async lookingFor(kid, deadline, atHand) {
      const ring = atHand?.signingKeys.has(kid) ? atHand : await current(deadline);
      const mayAsk = !ring.signingKeys.has(kid) && isOlderThan(ASKED_AGAIN_AFTER_MS);
      return mayAsk ? await fetchOnce(deadline) : ring;
    },
  };
}
