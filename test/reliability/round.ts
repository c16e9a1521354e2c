import { newUserId } from "../support/tokens.ts";
import type { Call } from "./call.ts";
import type { Operation } from "./linearizability.ts";
import { isPromised, shortestOffence } from "./offence.ts";
import { pick, type Random, seeded } from "./random.ts";
import { Recorder } from "./recorder.ts";
import { ContractBreach, ServiceClient } from "./service-client.ts";
import type { Trial } from "./trial.ts";

const USERS = 6;
const CLIENTS = 24;

/** What came of a round. */
export interface Round {
  /** Calls while the database failed. */
  readonly operations: number;
  /** Of these, writes of which nobody knows whether they took effect. */
  readonly unanswered: number;
  /** The shortest history found, of each user, that the service's promises do not allow. */
  readonly offences: readonly (readonly Operation<Call>[])[];
}

/**
 * Two dozen clients use the API keys of six new users while the database fails, and each user once more when it
 * works again.
 *
 * @param seed decides what the clients do and which requests fail, but not who comes first
 * @throws ContractBreach if an answer is none of the contract, or something stays broken after the faults
 */
export async function playRound(trial: Trial, seed: number, operations: number): Promise<Round> {
  let time = 0;
  const service = new ServiceClient(trial.url);
  const users = Array.from(
    { length: USERS },
    () => new Recorder(newUserId(), service, () => time++),
  );
  const called = () => users.reduce((sum, { history }) => sum + history.length, 0);
  const client = async (random: Random) => {
    while (called() < operations) await act(pick(random, users), random);
  };

  const seedOf = seeded(seed);
  const newRandom = () => seeded(seedOf() * 2 ** 32);
  trial.startFaults(newRandom());
  const clients = Array.from({ length: CLIENTS }, () => client(newRandom()));
  await Promise.allSettled(clients);
  await trial.stopFaults();
  await Promise.all(clients);
  const calls = users.flatMap(({ history }) => history);
  const settled = users.map(assertSettled);
  await Promise.allSettled(settled);
  const offences = users
    .map(({ history }) => history)
    .filter((history) => !isPromised(history))
    .map(shortestOffence);
  if (offences.length === 0) await Promise.all(settled);
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

/** Without faults, everything is as if there had been none: a reset leaves one live key, and View shows it. */
async function assertSettled(user: Recorder): Promise<void> {
  const from = user.history.length;
  const answered = [
    await user.view("operator"),
    await user.reset("user", { overlap: false }),
    await user.view("user"),
  ];
  for (const id of user.tokens.keys()) answered.push(await user.check(id, "introspect"));
  if (answered.includes(false)) throw new ContractBreach("503 with no fault left");

  const [, reset, view, ...checks] = user.history.slice(from).map(({ call }) => call);
  const live = checks.flatMap((call) => (call.answer === "dead" ? [] : [call]));
  const [only, ...others] = live.map((call) => (call.kind === "check" ? call.id : ""));
  const id = typeof reset?.answer === "object" ? reset.answer.id : undefined;
  const shown = typeof view?.answer === "object" ? view.answer.id : undefined;
  if (id === undefined || id !== shown || id !== only || others.length > 0) {
    throw new ContractBreach(
      `After the faults ${user.userId} has not one live key that View shows`,
    );
  }
}
