import { type Call, idsSeenIn, type Reset } from "./call.ts";
import type { Operation, Specification } from "./linearizability.ts";

interface State {
  readonly current?: string | undefined;
  readonly previous?: string | undefined;
  /** Of the reset that made the current key. */
  readonly idempotencyKey?: string | undefined;
  /** Every key so far: none is ever made again. */
  readonly made: ReadonlySet<string>;
}

/** A key that was made without an answer, and that nobody ever saw. */
const UNSEEN = "a key that nobody saw";

const NONE = "no Idempotency-Key";

/** What the service promises about one user's API key, given the calls that there were. */
export function specificationOf(history: readonly Operation<Call>[]): Specification<State, Call> {
  const calls = history.map(({ call }) => call);
  const resets = calls.filter((call) => call.kind === "reset");
  /** The Idempotency-Key that a key was made for, of those that answered resets showed. */
  const madeFor = new Map(
    resets.flatMap((reset) =>
      idsSeenIn(reset).map((id) => [id, reset.idempotencyKey ?? NONE] as const),
    ),
  );
  /** The keys that a reset without an answer may have made. */
  const claimable = [...new Set(calls.flatMap(idsSeenIn))].filter((id) => madeFor.get(id) !== NONE);

  const idsOf = (reset: Reset): string[] => {
    if (reset.answer) return idsSeenIn(reset);
    const fits = [undefined, reset.idempotencyKey];
    return [...claimable.filter((id) => fits.includes(madeFor.get(id))), UNSEEN];
  };
  /** An Idempotency-Key of one reset that was never answered is as good as none. */
  const uses = Map.groupBy(resets, ({ idempotencyKey = NONE }) => idempotencyKey);
  const shownKeys = new Set(madeFor.values());
  const repeatableKeyOf = ({ idempotencyKey = NONE }: Reset) =>
    shownKeys.has(idempotencyKey) || (uses.get(idempotencyKey)?.length ?? 0) > 1
      ? idempotencyKey
      : NONE;

  const afterReset = (state: State, call: Reset): State[] => {
    const { answer, overlap, mayCreate } = call;
    const { current, previous, made } = state;
    const shows = (id: string | undefined, before: string | undefined) =>
      !answer ||
      (answer !== "no key" && answer.id === id && answer.overlaps === (before !== undefined));

    const idempotencyKey = repeatableKeyOf(call);
    if (idempotencyKey !== NONE && state.idempotencyKey === idempotencyKey) {
      return shows(current, previous) ? [state] : [];
    }
    if (current === undefined && !mayCreate) return !answer || answer === "no key" ? [state] : [];
    const before = overlap ? current : undefined;
    return idsOf(call)
      .filter((id) => shows(id, before) && !made.has(id))
      .map((id) => ({
        current: id,
        previous: before,
        idempotencyKey,
        made: id === UNSEEN ? made : new Set(made).add(id),
      }));
  };

  return {
    initial: { made: new Set() },
    neededBy: (call) => {
      if (call.kind === "view") {
        const { answer } = call;
        return answer === "no key"
          ? answer
          : `${answer.id} ${answer.overlaps ? "over another" : "alone"}`;
      }
      return call.kind === "check" ? `${call.id} ${call.answer}` : undefined;
    },
    lostBetween: (before, after) => {
      const lost = [];
      if (before.current !== after.current) {
        lost.push(
          `${before.current} alone`,
          `${before.current} over another`,
          `${before.current} current`,
        );
        lost.push(`${after.current} ${after.previous === undefined ? "over another" : "alone"}`);
      }
      for (const id of [before.current, before.previous]) {
        const isAlive = id === after.current || id === after.previous;
        if (!isAlive) lost.push(`${id} live`, `${id} overlapping`);
      }
      return lost;
    },
    after: (state, call) => {
      const { current, previous, made } = state;
      switch (call.kind) {
        case "view": {
          const { answer } = call;
          const fits =
            answer === "no key"
              ? current === undefined
              : answer.id === current && answer.overlaps === (previous !== undefined);
          return fits ? [state] : [];
        }
        case "check": {
          const is =
            call.id === current ? "current" : call.id === previous ? "overlapping" : "dead";
          const fits = call.answer === is || (call.answer === "live" && is !== "dead");
          return fits ? [state] : [];
        }
        case "revoke": {
          const is = current === undefined ? "no key" : "revoked";
          return (call.answer ?? is) === is ? [is === "revoked" ? { made } : state] : [];
        }
        case "reset":
          return afterReset(state, call);
      }
    },
    nameOf: ({ current, previous, idempotencyKey, made }) =>
      [current, previous, idempotencyKey, ...claimable.filter((id) => made.has(id))].join(),
    nameOfCall: (call) =>
      call.kind === "reset"
        ? [call.overlap, call.mayCreate, repeatableKeyOf(call)].join()
        : call.kind,
  };
}
