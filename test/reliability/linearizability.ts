/** A call and when it was under way. Times are places in the one order in which all begins and ends were seen. */
export interface Operation<Call> {
  readonly begin: number;
  /** Infinity where no answer came: the call may take effect at any time after its begin, or never. */
  readonly end: number;
  readonly call: Call;
}

/** What a thing does, one call at a time. */
export interface Specification<State, Call> {
  readonly initial: State;
  /** The states that a call with its answer may lead to: none where the answer is impossible. */
  after(state: State, call: Call): State[];
  /** What must be so for a read to get its answer; undefined for a call that may change the state. */
  neededBy(call: Call): string | undefined;
  /** What was or could become so before a change, and can never be so after it. */
  lostBetween(before: State, after: State): string[];
  /** Tells states apart. */
  nameOf(state: State): string;
  /** Tells unanswered calls apart that do different things. */
  nameOfCall(call: Call): string;
}

/** The history has too many explanations to try them all. */
export class Undecided extends Error {
  override readonly name = "Undecided";
}

/**
 * Whether a history is linearizable (Herlihy and Wing, 1990): whether its calls could have taken effect one by
 * one, each at a moment between its begin and its end, with just these answers.
 *
 * A depth-first search over the orders that the times allow, which remembers where it has been (Wing and Gong,
 * 1993; Lowe, 2017). It leaves out orders that can't decide anything:
 *
 * - A read is taken as soon as it fits, for it changes nothing.
 * - Nothing takes effect that makes a read impossible which is still to come.
 * - Of unanswered calls that do the same the oldest comes first, for it fits wherever another does.
 * - An unanswered call takes effect only where an answer shows it. Where the next write leaves the same state
 *   with it and without it, it may as well never have been.
 *
 * @throws Undecided after so many steps
 */
export function isLinearizable<State, Call>(
  history: readonly Operation<Call>[],
  specification: Specification<State, Call>,
  mostSteps = 200_000,
): boolean {
  const { after, neededBy, lostBetween, nameOf, nameOfCall } = specification;
  const byBegin = history.toSorted((a, b) => a.begin - b.begin);
  const answered = byBegin.filter(({ end }) => end < Infinity);
  const unanswered = byBegin.filter(({ end }) => end === Infinity);
  const taken = new Set<Operation<Call>>();
  const visited = new Set<string>();
  /** How many of the reads to come need something to be so. */
  const needs = new Map<string, number>();
  const addNeed = ({ call }: Operation<Call>, count: 1 | -1) => {
    const need = neededBy(call);
    if (need !== undefined) needs.set(need, (needs.get(need) ?? 0) + count);
  };
  for (const operation of answered) addNeed(operation, 1);

  /** The answered operations that may come next: they began before any of those left ended. */
  const candidates = (from: number) => {
    const found: Operation<Call>[] = [];
    let firstEnd = Infinity;
    for (let i = from; i < answered.length; i++) {
      const operation = answered[i] as Operation<Call>;
      if (operation.begin > firstEnd) break;
      if (taken.has(operation)) continue;
      found.push(operation);
      firstEnd = Math.min(firstEnd, operation.end);
    }
    return { found, firstEnd };
  };

  /** One of each sort, the oldest, of the unanswered operations that may take effect before a time. */
  const optional = (before: number) => {
    const found = new Map<string, Operation<Call>>();
    for (const operation of unanswered) {
      if (operation.begin > before) break;
      const name = nameOfCall(operation.call);
      if (!taken.has(operation) && !found.has(name)) found.set(name, operation);
    }
    return found.values();
  };

  const takeReads = (from: number, state: State): Operation<Call>[] => {
    const fits = ({ call }: Operation<Call>) =>
      neededBy(call) !== undefined && after(state, call).length > 0;
    const reads: Operation<Call>[] = [];
    for (;;) {
      const more = candidates(from).found.filter(fits);
      if (more.length === 0) return reads;
      for (const read of more) {
        taken.add(read);
        addNeed(read, -1);
      }
      reads.push(...more);
    }
  };

  const nameOfPlace = (from: number, state: State, seenBefore: State) => {
    const { end = 0 } = answered[from] ?? {};
    const ahead: number[] = [];
    for (let i = from; i < answered.length && (answered[i]?.begin ?? 0) < end; i++) {
      if (taken.has(answered[i] as Operation<Call>)) ahead.push(i);
    }
    const used = unanswered.flatMap((operation, i) => (taken.has(operation) ? [i] : []));
    return `${from} ${ahead} ${used} ${nameOf(state)} ${nameOf(seenBefore)}`;
  };

  /** @param seenBefore the state before the unanswered operations that nothing has shown yet */
  const search = (start: number, state: State, seenBefore: State): boolean => {
    const reads = takeReads(start, state);
    if (reads.length > 0) seenBefore = state;
    let from = start;
    while (from < answered.length && taken.has(answered[from] as Operation<Call>)) from++;
    if (from === answered.length) return true;

    const place = nameOfPlace(from, state, seenBefore);
    if (!visited.has(place)) {
      if (visited.size === mostSteps) throw new Undecided(`${mostSteps} steps decided nothing`);
      visited.add(place);
      const { found, firstEnd } = candidates(from);
      const goOn = (operation: Operation<Call>, next: State, seen: State) => {
        if (lostBetween(state, next).some((lost) => (needs.get(lost) ?? 0) > 0)) return false;
        taken.add(operation);
        const possible = search(from, next, seen);
        taken.delete(operation);
        return possible;
      };
      for (const operation of found) {
        if (neededBy(operation.call) !== undefined) continue;
        const unseen = new Set(
          seenBefore === state ? [] : after(seenBefore, operation.call).map(nameOf),
        );
        for (const next of after(state, operation.call)) {
          if (!unseen.has(nameOf(next)) && goOn(operation, next, next)) return true;
        }
      }
      for (const operation of optional(firstEnd)) {
        for (const next of after(state, operation.call)) {
          if (nameOf(next) !== nameOf(state) && goOn(operation, next, seenBefore)) return true;
        }
      }
    }
    for (const read of reads) {
      taken.delete(read);
      addNeed(read, 1);
    }
    return false;
  };
  return search(0, specification.initial, specification.initial);
}
