import type { ApiError } from "./api-error.ts";
import { type Deadline, inTime } from "./deadline.ts";
import { logOutage } from "./log.ts";

/** A value that is fetched again and again: it may change while the service runs. */
export interface Refetched<Value> {
  /**
   * The value as it is now: at most five minutes old, unless what came after it can't be used.
   *
   * @throws ApiError 503 if it can't be had by the deadline
   */
  current(deadline: Deadline): Promise<Value>;

  /**
   * A value that has something in it, if there is one: where the value at hand lacks it, the value is asked for at
   * once, but for this reason every 10 s at most while it can be had.
   *
   * @param atHand the value that the request has used so far, if any
   * @throws ApiError 503 if it can't be had by the deadline or can't be used
   */
  lookingFor(isIn: (value: Value) => boolean, deadline: Deadline, atHand?: Value): Promise<Value>;
}

/** How a value is fetched, and what becomes of the one before when that fails. */
export interface Fetching<Value> {
  /** What it throws reaches the caller as it is, unless it is `unusable`. */
  readonly fetch: () => Promise<Value>;
  /**
   * The answer to who needs a value after this failure, if the value before is to stay in use: it is then logged,
   * and the next fetch is 10 s away.
   */
  readonly unusable: (error: unknown) => ApiError | undefined;
  /** How long a value may be used, in milliseconds since it was asked for, while no other can be. */
  readonly usableForMs: number;
}

const KEPT_FOR_MS = 5 * 60_000;
const ASKED_AGAIN_AFTER_MS = 10_000;

/** How long a fetch may take that others wait for, too: one that takes longer was frozen with its process. */
export const LONGEST_FETCH_MS = 4000;

/** A value that is fetched, and kept for five minutes. A fetch that fails fails every request that waits for it. */
export function refetched<Value>({
  fetch,
  unusable: asUnusable,
  usableForMs,
}: Fetching<Value>): Refetched<Value> {
  let kept: { value: Value; askedAt: number } | undefined;
  let unusable: { error: ApiError; askedAt: number } | undefined;
  let underWay: { value: Promise<Value>; askedAt: number } | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const fetchValue = async (askedAt: number) => {
    try {
      const value = await fetch();
      if (askedAt >= (kept?.askedAt ?? askedAt)) kept = { value, askedAt };
      unusable = undefined;
      return value;
    } catch (thrown) {
      const error = asUnusable(thrown);
      if (!error) throw thrown;
      unusable = { error, askedAt };
      if (kept) logOutage(error);
      throw error;
    }
  };
  const startFetch = () => {
    const askedAt = Date.now();
    const started = {
      askedAt,
      value: fetchValue(askedAt).finally(() => {
        if (underWay === started) underWay = undefined;
      }),
    };
    return started;
  };
  const fetchOnce = async (deadline: Deadline) => {
    if (kept && unusable && isWithin(ASKED_AGAIN_AFTER_MS, unusable.askedAt)) throw unusable.error;
    const joined = underWay && isWithin(LONGEST_FETCH_MS, underWay.askedAt) ? underWay : undefined;
    underWay = joined ?? startFetch();
    try {
      return await inTime(underWay.value, deadline);
    } catch (error) {
      if (!joined || error === unusable?.error) throw error;
      underWay ??= startFetch(); // what was joined began before this request, and may have failed for the past
      return inTime(underWay.value, deadline);
    }
  };
  const current = async (deadline: Deadline) => {
    if (kept && isWithin(KEPT_FOR_MS, kept.askedAt)) return kept.value;
    try {
      return await fetchOnce(deadline);
    } catch (error) {
      const isUsable = kept && isWithin(usableForMs, kept.askedAt);
      if (kept && isUsable && error === unusable?.error) return kept.value;
      throw error;
    }
  };

  return {
    current,
    async lookingFor(isIn, deadline, atHand) {
      const [before, begunAt] = [kept, Date.now()];
      const value = atHand !== undefined && isIn(atHand) ? atHand : await current(deadline);
      const isNew = kept !== before && kept !== undefined && kept.askedAt >= begunAt;
      if (isIn(value) || isNew) return value;
      if (isWithin(ASKED_AGAIN_AFTER_MS, lookedAt)) return value;
      const askedAt = Date.now();
      const latest = await fetchOnce(deadline);
      lookedAt = askedAt;
      return latest;
    },
  };
}

function isWithin(ms: number, since: number): boolean {
  return Date.now() - since < ms;
}
