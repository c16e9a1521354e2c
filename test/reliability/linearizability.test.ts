import { describe, expect, test } from "@jest/globals";
import type { Call, Shown } from "./call.ts";
import type { Operation } from "./linearizability.ts";
import { isPromised, shortestOffence } from "./offence.ts";
import { between, pick, type Random, seeded } from "./random.ts";
import { specificationOf } from "./specification.ts";

/** One call, under way from one moment to another; without an end it was never answered. */
const at = (begin: number, end: number, call: Call): Operation<Call> => ({ begin, end, call });
const never = Infinity;

const shows = (id: string, overlaps = false): Shown => ({ id, overlaps });
const view = (answer: Shown | "no key"): Call => ({ kind: "view", answer });
const check = (id: string, answer: "current" | "overlapping" | "live" | "dead"): Call => ({
  kind: "check",
  id,
  answer,
});
const reset = (answer?: Shown | "no key", more: object = {}): Call => ({
  kind: "reset",
  overlap: false,
  mayCreate: true,
  answer,
  ...more,
});
const revoke = (answer?: "revoked" | "no key"): Call => ({ kind: "revoke", answer });

describe("these histories are linearizable", () => {
  test.each<[string, Operation<Call>[]]>([
    ["nothing at all", []],
    ["a reset, and a look at its key", [at(1, 2, reset(shows("a"))), at(3, 4, view(shows("a")))]],
    [
      "a key that is dead before its reset is answered",
      [
        at(1, 2, reset(shows("a"))),
        at(3, 8, reset(shows("b"))),
        at(4, 5, check("a", "live")),
        at(6, 7, check("a", "dead")),
      ],
    ],
    [
      "two resets at once, the first to end being the last to take effect",
      [at(1, 3, reset(shows("a"))), at(2, 4, reset(shows("b"))), at(5, 6, view(shows("a")))],
    ],
    [
      "a lost reset that takes effect much later",
      [
        at(1, 2, reset(shows("a"))),
        at(3, never, reset()),
        at(4, 5, view(shows("a"))),
        at(6, 7, view(shows("b"))),
        at(8, 9, check("a", "dead")),
      ],
    ],
    [
      "a lost reset whose key nobody ever sees",
      [
        at(1, 2, reset(shows("a"))),
        at(3, never, reset()),
        at(4, 5, check("a", "dead")),
        at(6, 7, reset(shows("c"))),
      ],
    ],
    [
      "a lost revocation, and the reset after it",
      [
        at(1, 2, reset(shows("a"))),
        at(3, never, revoke()),
        at(4, 5, view("no key")),
        at(6, 7, reset("no key", { mayCreate: false })),
        at(8, 9, reset(shows("b"))),
      ],
    ],
    [
      "an overlap, and its end by the next reset",
      [
        at(1, 2, reset(shows("a"))),
        at(3, 4, reset(shows("b", true), { overlap: true })),
        at(5, 6, check("a", "overlapping")),
        at(7, 8, check("b", "current")),
        at(9, 10, reset(shows("c"))),
        at(11, 12, check("a", "dead")),
        at(13, 14, check("b", "dead")),
      ],
    ],
    [
      "a lost reset, and its key again for the same Idempotency-Key",
      [
        at(1, never, reset(undefined, { idempotencyKey: "i" })),
        at(2, 3, view(shows("a"))),
        at(4, 5, reset(shows("a"), { idempotencyKey: "i" })),
      ],
    ],
  ])("%s", (_case, history) => {
    expect(isPromised(history)).toBe(true);
  });
});

describe("these histories are not", () => {
  test.each<[string, Operation<Call>[]]>([
    [
      "a key that works after the reset's answer",
      [at(1, 2, reset(shows("a"))), at(3, 4, reset(shows("b"))), at(5, 6, check("a", "live"))],
    ],
    [
      "a key that comes back to life",
      [
        at(1, 2, reset(shows("a"))),
        at(3, 10, reset(shows("b"))),
        at(4, 5, check("a", "dead")),
        at(6, 7, check("a", "live")),
      ],
    ],
    [
      "a key that is dead though nothing ended it",
      [at(1, 2, reset(shows("a"))), at(3, 4, check("a", "dead"))],
    ],
    ["a key that nobody made", [at(1, 2, reset(shows("a"))), at(3, 4, view(shows("b")))]],
    [
      "two keys of one lost reset",
      [at(1, never, reset()), at(2, 3, view(shows("a"))), at(4, 5, view(shows("b")))],
    ],
    [
      "two keys of two lost resets with one Idempotency-Key",
      [
        at(1, never, reset(undefined, { idempotencyKey: "i" })),
        at(2, never, reset(undefined, { idempotencyKey: "i" })),
        at(3, 4, view(shows("a"))),
        at(5, 6, view(shows("b"))),
      ],
    ],
    [
      "the key of a lost reset that began later",
      [at(1, 2, reset(shows("a"))), at(3, 4, view(shows("b"))), at(5, never, reset())],
    ],
    [
      "the key of a lost reset, alive again",
      [
        at(1, never, reset()),
        at(2, 3, view(shows("a"))),
        at(4, 5, reset(shows("b"))),
        at(6, 7, view(shows("a"))),
      ],
    ],
    ["one key of two resets", [at(1, 2, reset(shows("a"))), at(3, 4, reset(shows("a")))]],
    [
      "a revoked key that works",
      [at(1, 2, reset(shows("a"))), at(3, 4, revoke("revoked")), at(5, 6, check("a", "live"))],
    ],
    ["a revocation of nothing", [at(1, 2, revoke("revoked"))]],
    [
      "an overlapping key that outlives the next reset",
      [
        at(1, 2, reset(shows("a"))),
        at(3, 4, reset(shows("b", true), { overlap: true })),
        at(5, 6, reset(shows("c", true), { overlap: true })),
        at(7, 8, check("a", "live")),
      ],
    ],
    [
      "an overlap that nobody asked for",
      [at(1, 2, reset(shows("a"))), at(3, 4, reset(shows("b"))), at(5, 6, view(shows("b", true)))],
    ],
    [
      "an operator's reset that makes a first key",
      [at(1, 2, reset(shows("a"), { mayCreate: false }))],
    ],
    [
      "another key for the Idempotency-Key of the current one",
      [
        at(1, 2, reset(shows("a"), { idempotencyKey: "i" })),
        at(3, 4, reset(shows("b"), { idempotencyKey: "i" })),
      ],
    ],
  ])("%s", (_case, history) => {
    expect(isPromised(history)).toBe(false);
  });
});

test("the search finds what trying every order finds, in 20,000 small histories", () => {
  const found = { true: 0, false: 0 };
  for (let seed = 1; seed <= 20_000; seed++) {
    const history = smallHistory(seeded(seed));
    const promised = isPromised(history);
    found[`${promised}`]++;
    if (promised !== hasAnOrder(history)) throw new Error(`${seed}: ${JSON.stringify(history)}`);
  }
  expect(Math.min(found.true, found.false)).toBeGreaterThan(1000);
});

/** Tries every order that the times allow. */
function hasAnOrder(history: Operation<Call>[]): boolean {
  const { initial, after } = specificationOf(history);
  const goOn = (left: Operation<Call>[], state: typeof initial): boolean => {
    const firstEnd = Math.min(...left.map(({ end }) => end));
    if (firstEnd === Infinity) return true;
    return left
      .filter(({ begin }) => begin < firstEnd)
      .some((operation) => {
        const others = left.filter((other) => other !== operation);
        return after(state, operation.call).some((next) => goOn(others, next));
      });
  };
  return goOn(history, initial);
}

/** Up to six calls about two keys, whose answers may be right. */
function smallHistory(random: Random): Operation<Call>[] {
  const ids = ["a", "b"];
  const shown = () => shows(pick(random, ids), random() < 0.3);
  const calls: (() => Call)[] = [
    () => view(random() < 0.2 ? "no key" : shown()),
    () => check(pick(random, ids), pick(random, ["current", "overlapping", "live", "dead"])),
    () => revoke(pick(random, ["revoked", "no key", undefined] as const)),
    () =>
      reset(pick(random, [shown(), shown(), "no key", undefined] as const), {
        overlap: random() < 0.3,
        mayCreate: random() < 0.8,
        idempotencyKey: pick(random, ["i", undefined]),
      }),
  ];
  const weights = [0, 0, 1, 1, 2, 3, 3, 3];
  const count = between(random, 2, 6);
  return Array.from({ length: count }, (_, i) => {
    const call = calls[pick(random, weights)]?.() as Call;
    const begin = between(random, 0, 3 * i);
    const end = call.answer === undefined ? Infinity : begin + between(random, 1, 6) + 0.5;
    return at(begin + i / 100, end + i / 100, call);
  });
}

test("an offence is cut down to the calls that make it one", () => {
  const [first, second] = [at(1, 2, reset(shows("a"))), at(7, 8, reset(shows("b")))];
  const late = at(13, 14, check("a", "live"));
  const history = [
    first,
    at(3, 4, view(shows("a"))),
    at(5, 6, check("a", "current")),
    second,
    at(9, 10, check("b", "live")),
    at(11, never, revoke()),
    late,
    at(15, 16, reset(shows("c"))),
    at(17, 18, view(shows("c"))),
  ];
  expect(shortestOffence(history)).toEqual([first, second, at(11, never, revoke()), late]);
});
