import { newUserId } from "../support/tokens.ts";
import type { Call } from "./call.ts";
import type { Operation } from "./linearizability.ts";
import { isPromised } from "./offence.ts";
import { pick, type Random, seeded } from "./random.ts";
import { Recorder } from "./recorder.ts";
import { ServiceClient } from "./service-client.ts";
import { assertSettled } from "./settled.ts";
import type { Trial } from "./trial.ts";

/** How many calls there are in a round, for a seed to mean the same everywhere. */
export const ROUND = 500;

const USERS = 6;
const CLIENTS = 24;

/** What came of a round. */
export interface Round {
  /** Calls while the database failed. */
  readonly operations: number;
  /** Of these, writes of which nobody knows whether they took effect. */
  readonly unanswered: number;
  /** The histories, one of a user, that the service's promises do not allow. */
  readonly offences: readonly (readonly Operation<Call>[])[];
}

/**
 * Two dozen clients use the API keys of six new users while the database fails, and each user once more when it
 * works again.
 *
 * @param seed decides what the clients do and which requests fail, but not who comes first
 * @throws ContractBreach if an answer is none of the contract, or something stays broken after the faults;
 *   Undecided if a history is too hard to decide on
 */
export async function playRound(trial: Trial, seed: number): Promise<Round> {
  let time = 0;
  const service = new ServiceClient(trial.url);
  const users = Array.from(
    { length: USERS },
    () => new Recorder(newUserId(), service, () => time++),
  );
  const called = () => users.reduce((sum, { history }) => sum + history.length, 0);
  const client = async (random: Random) => {
    while (called() < ROUND) await act(pick(random, users), random);
  };

  const seedOf = seeded(seed);
  const newRandom = () => seeded(seedOf() * 2 ** 32);
  trial.startFaults(newRandom());
  const clients = Array.from({ length: CLIENTS }, () => client(newRandom()));
  await Promise.allSettled(clients);
  await trial.stopFaults();
  const calls = users.flatMap(({ history }) => history);
  const settled = users.map(assertSettled);
  await Promise.allSettled(settled);

  const histories = users.map(({ history }) => history);
  const offences = histories.filter((history) => !isPromised(history));
  if (offences.length === 0) await Promise.all([...clients, ...settled]);
  return {
    operations: calls.length,
    unanswered: calls.filter(({ end }) => end === Infinity).length,
    offences,
  };
}

/** Something that a client might do to a user's API key. */
async function act(user: Recorder, random: Random): Promise<void> {
  const caller = random() < 0.25 ? "operator" : "user";
  const lost = random() < 0.05;
  const dice = random();
  if (dice < 0.16) await user.reset(caller, { overlap: random() < 0.3, lost });
  else if (dice < 0.22) await resetUntilAnswered(user, random);
  else if (dice < 0.26) await user.revoke(caller, { lost });
  else if (dice < 0.5 || user.tokens.size === 0) await user.view(caller);
  else {
    const ids = [...user.tokens.keys()];
    const recent = random() < 0.8 ? ids.slice(-3) : ids;
    await user.check(pick(random, recent), pick(random, ["introspect", "show", "authorize"]));
  }
}

/** A reset whose client wants to know its answer: safe to repeat, by its Idempotency-Key. */
async function resetUntilAnswered(user: Recorder, random: Random): Promise<void> {
  const request = { overlap: random() < 0.3, idempotencyKey: String(random()) };
  for (let tries = 1; tries <= 3; tries++) {
    if (await user.reset("user", request)) return;
  }
}
