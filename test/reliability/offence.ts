import { type Call, isWrite } from "./call.ts";
import { isLinearizable, type Operation, Undecided } from "./linearizability.ts";
import { specificationOf } from "./specification.ts";

const LONGEST_SEARCH_MS = 10_000;
const STEPS_OF_A_QUICK_LOOK = 5000;

/**
 * Whether a history of calls on one user's API key is one that the service promises.
 *
 * @throws Undecided
 */
export function isPromised(history: readonly Operation<Call>[], mostSteps?: number): boolean {
  return isLinearizable(history, specificationOf(history), mostSteps);
}

/**
 * The shortest part of a history that it finds in ten seconds or so that is already an offence.
 *
 * A part is one only if the whole is: the end is cut off, reads are left out, and of writes the answers are
 * forgotten, so that they may take effect at any time or never. All of that only makes more histories right.
 *
 * @param history one that is not linearizable
 */
export function shortestOffence(history: readonly Operation<Call>[]): readonly Operation<Call>[] {
  const giveUpAt = Date.now() + LONGEST_SEARCH_MS;
  let shortest = firstOffence(history);
  for (const operation of shortest.toReversed()) {
    if (Date.now() > giveUpAt) break;
    const others = shortest.filter((other) => other !== operation);
    const without = isWrite(operation.call) ? [...others, unanswered(operation)] : others;
    if (isOffence(without)) shortest = without;
  }
  return shortest.toSorted((a, b) => a.begin - b.begin);
}

/** The history up to the first answer that can't be explained. */
function firstOffence(history: readonly Operation<Call>[]): readonly Operation<Call>[] {
  const ends = history
    .map(({ end }) => end)
    .filter((end) => end < Infinity)
    .toSorted((a, b) => a - b);
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isOffence(until(history, ends[middle] ?? 0))) high = middle;
    else low = middle + 1;
  }
  return until(history, ends[high] ?? 0);
}

/** What there was of a history at a time. */
function until(history: readonly Operation<Call>[], time: number): Operation<Call>[] {
  return history
    .filter(({ begin }) => begin <= time)
    .flatMap((operation) => {
      if (operation.end <= time) return [operation];
      return isWrite(operation.call) ? [unanswered(operation)] : [];
    });
}

function unanswered({ begin, call }: Operation<Call>): Operation<Call> {
  return { begin, end: Infinity, call: { ...call, answer: undefined } as Call };
}

function isOffence(history: readonly Operation<Call>[]): boolean {
  try {
    return !isPromised(history, STEPS_OF_A_QUICK_LOOK);
  } catch (error) {
    if (error instanceof Undecided) return false;
    throw error;
  }
}
