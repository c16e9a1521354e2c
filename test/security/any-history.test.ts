import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { at } from "../support/clock.ts";
import { ALIVE, DEAD, newUser } from "../support/users.ts";
import { expectRefusals } from "./presented.ts";
import { startTarget } from "./refusal.ts";

const target = await startTarget();
const RUNS = 60;
const START = 1_800_000_000;

/** What may happen to a user's key. */
type Step =
  | { readonly kind: "reset"; readonly gracePeriod: number }
  | { readonly kind: "revoke" }
  | { readonly kind: "wait"; readonly seconds: number };

const seconds = fc.constantFrom(1, 2, 59, 60, 61, 3600, 604_800);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("reset" as const),
        gracePeriod: fc.option(seconds, { nil: 0 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "revoke" as const }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), seconds }) },
  ),
  { minLength: 3, maxLength: 10 },
);

interface Key {
  readonly token: string;
  /** When it dies, if that is known. */
  diesAt: number;
}

/** What a step does to the keys there are, by the contract; the last one is current unless it is dead. */
function kill(keys: Key[], now: number, gracePeriod: number): void {
  const current = keys.at(-1);
  for (const key of keys) {
    const mayOverlap = key === current && key.diesAt === Number.POSITIVE_INFINITY;
    key.diesAt = Math.min(key.diesAt, now + (mayOverlap ? gracePeriod : 0));
  }
}

test(`after each step of ${RUNS} histories just those keys are live that should be`, async () => {
  const property = fc.asyncProperty(steps, async (history) => {
    const user = newUser(target);
    const keys: Key[] = [];
    let now = START;
    for (const step of history) {
      at(now);
      if (step.kind === "wait") {
        now += step.seconds;
      } else if (step.kind === "revoke") {
        await user.revoke();
        kill(keys, now, 0);
      } else {
        const token = (await user.resetFor(step.gracePeriod)).body.data?.token ?? "";
        kill(keys, now, step.gracePeriod);
        keys.push({ token, diesAt: Number.POSITIVE_INFINITY });
      }
      at(now);
      const statuses = [];
      for (const { token } of keys) statuses.push(await user.statusOf(token));
      expect(statuses).toEqual(keys.map(({ diesAt }) => (now < diesAt ? ALIVE : DEAD)));
    }
    const dead = keys.filter(({ diesAt }) => now >= diesAt);
    await expectRefusals(
      target,
      dead.map(({ token }) => ({ name: "a dead key", token })),
      true,
    );
    expect(new Set(keys.map(({ token }) => token)).size).toBe(keys.length);
  });
  await fc.assert(property, { numRuns: RUNS });
});
