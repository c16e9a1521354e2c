import { type KeyRing, openKeyRing } from "./key-ring.ts";

/** Where the key ring comes from, again and again: it may change while the service runs. */
export interface KeyRingSource {
  /** The ring as it is now, at most five minutes old. */
  current(): Promise<KeyRing>;
  /** The ring as it is now; if it lacks the signing key `kid`, asked for once more, every 10 s at most. */
  lookingFor(kid: string): Promise<KeyRing>;
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
  let last: { answer: Promise<KeyRing>; askedAt: number; underWay: boolean } | undefined;

  const ask = (): Promise<KeyRing> => {
    if (last?.underWay) return last.answer;
    const askedAt = Date.now();
    const answer = fetchJson().then(openKeyRing);
    const asked = { answer, askedAt, underWay: true };
    last = asked;
    return answer
      .then((ring) => {
        kept = { ring, askedAt };
        return ring;
      })
      .finally(() => {
        asked.underWay = false;
      });
  };
  const current = async () =>
    kept && Date.now() - kept.askedAt < KEPT_FOR_MS ? kept.ring : await ask();

  return {
    current,
    async lookingFor(kid) {
      const ring = await current();
      if (ring.signingKeys.has(kid)) return ring;
      if (last && Date.now() - last.askedAt < ASKED_AGAIN_AFTER_MS) return last.answer;
      return ask();
    },
  };
}
