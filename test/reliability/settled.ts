import type { Recorder } from "./recorder.ts";
import { ContractBreach } from "./service-client.ts";

/**
 * Expects everything to be as if there had never been a fault: the keys that View shows are the live ones, all others
 * are dead, and a reset leaves one.
 *
 * @throws ContractBreach
 */
export async function assertSettled(user: Recorder): Promise<void> {
  await assertShownKeysAlone(user);
  await answered(() => user.reset("user", { overlap: false }));
  await assertShownKeysAlone(user);
}

async function assertShownKeysAlone(user: Recorder): Promise<void> {
  await answered(() => user.view("operator"));
  const { answer } = user.history.at(-1)?.call ?? {};
  const live: string[] = [];
  for (const id of user.tokens.keys()) {
    await answered(() => user.check(id, "introspect"));
    if (user.history.at(-1)?.call.answer !== "dead") live.push(id);
  }
  const shown = typeof answer === "object" ? [answer.id] : [];
  const others = live.filter((id) => !shown.includes(id));
  // one may overlap, and be the key of a reset whose answer nobody got
  const mostOthers = typeof answer === "object" && answer.overlaps ? 1 : 0;
  if (!shown.every((id) => live.includes(id)) || others.length > mostOthers) {
    throw new ContractBreach(`View shows ${user.userId} ${shown}, and live are ${live}`);
  }
}

/** One 503 may be the machine's, two are not. */
async function answered(call: () => Promise<boolean>): Promise<void> {
  if ((await call()) || (await call())) return;
  throw new ContractBreach("503 though no fault is left");
}
