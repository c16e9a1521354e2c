import type { ApiError } from "../api-error.ts";
import { inTime } from "../in-time.ts";
import { logRefusal } from "../log.ts";
import { outage } from "../outage.ts";
import { KeyRingError } from "./fields.ts";
import { type KeyRing, openKeyRing } from "./key-ring.ts";

/** Where the key ring comes from, again and again: it may change while the service runs. */
export interface KeyRingSource {
  /**
   * The ring as it is now: at most five minutes old, unless what came after it can't be used.
   *
   * @throws ApiError 503 if it can't be had by the deadline
   */
  current(deadline: AbortSignal): Promise<KeyRing>;

  /**
   * A ring that has the signing key `kid`, if there is one: where the ring at hand lacks it, the ring is asked
   * for at once, but for this reason every 10 s at most while it can be had.
   *
   * @param atHand the ring that the request has used so far, if any
   * @throws ApiError 503 if it can't be had by the deadline or can't be used
   */
  lookingFor(kid: string, deadline: AbortSignal, atHand?: KeyRing): Promise<KeyRing>;
}

const KEPT_FOR_MS = 5 * 60_000;
const ASKED_AGAIN_AFTER_MS = 10_000;

/** How long a fetch may take that others wait for, too: one that takes longer was frozen with its process. */
export const LONGEST_FETCH_MS = 4000;

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
  let kept: { ring: KeyRing; askedAt: number } | undefined;
  let unusable: { error: ApiError; askedAt: number } | undefined;
  let underWay: { ring: Promise<KeyRing>; askedAt: number } | undefined;
  let lookedForKidAt = Number.NEGATIVE_INFINITY;

  const fetchRing = async (askedAt: number) => {
    try {
      const ring = await openKeyRing(await fetchJson());
      if (askedAt >= (kept?.askedAt ?? askedAt)) kept = { ring, askedAt };
      unusable = undefined;
      return ring;
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      unusable = { error: outage(error), askedAt };
      if (kept) logRefusal(unusable.error);
      throw unusable.error;
    }
  };
  const startFetch = () => {
    const askedAt = Date.now();
    const started = {
      askedAt,
      ring: fetchRing(askedAt).finally(() => {
        if (underWay === started) underWay = undefined;
      }),
    };
    return started;
  };
  const fetchOnce = async (deadline: AbortSignal) => {
    if (kept && unusable && isWithin(ASKED_AGAIN_AFTER_MS, unusable.askedAt)) throw unusable.error;
    const joined = underWay && isWithin(LONGEST_FETCH_MS, underWay.askedAt) ? underWay : undefined;
    underWay = joined ?? startFetch();
    try {
      return await inTime(underWay.ring, deadline);
    } catch (error) {
      if (!joined || deadline.aborted || error === unusable?.error) throw error;
      underWay ??= startFetch(); // what was joined began before this request, and may have failed for the past
      return inTime(underWay.ring, deadline);
    }
  };
  const current = async (deadline: AbortSignal) => {
    if (kept && isWithin(KEPT_FOR_MS, kept.askedAt)) return kept.ring;
    try {
      return await fetchOnce(deadline);
    } catch (error) {
      if (kept && error === unusable?.error) return kept.ring;
      throw error;
    }
  };

  return {
    current,
    async lookingFor(kid, deadline, atHand) {
      const [before, begunAt] = [kept, Date.now()];
      const ring = atHand?.signingKeys.has(kid) ? atHand : await current(deadline);
      const isNew = kept !== before && kept !== undefined && kept.askedAt >= begunAt;
      if (ring.signingKeys.has(kid) || isNew) return ring;
      if (isWithin(ASKED_AGAIN_AFTER_MS, lookedForKidAt)) return ring;
      const askedAt = Date.now();
      const latest = await fetchOnce(deadline);
      lookedForKidAt = askedAt;
      return latest;
    },
  };
}

function isWithin(ms: number, since: number): boolean {
  return Date.now() - since < ms;
}
