import { expect } from "@jest/globals";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { fullKeyRing, privateKey } from "../support/key-rings.ts";
import { type LogLine, startService } from "../support/service.ts";
import { newUserId } from "../support/tokens.ts";
import { fragmentsOf, segmentsOf, stringsIn } from "./fragments.ts";
import { countOutboundCalls } from "./outbound.ts";

/** One attack: what is shown, how, and the answer that the contract has for it. */
export interface Attack {
  /** Names the input where it is not refused. */
  readonly name: string;
  /** What was shown: no fragment of it may be seen in the log, nor in the answer, which is known to the byte. */
  readonly shown: string;
  readonly attempt: () => Promise<unknown>;
  readonly answer: unknown;
  /** Whether finding out may cost a read of the database. Otherwise it may cost no outbound call at all. */
  readonly mayRead?: boolean;
}

export type Target = Awaited<ReturnType<typeof startTarget>>;

/** The real handlers, with all that a refusal must leave alone under watch: database, network and log. */
export async function startTarget(env: Record<string, string> = {}) {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
  const database = await startFaultyDatabase();
  const service = await startService(fullKeyRing, env);
  const outbound = countOutboundCalls([database.url, engine]);
  const secrets = fragmentsOf(stringsIn(fullKeyRing).join("\n"));

  /**
   * Expects an attack to get the contract's answer, whole, and no other effect: nothing written, no call that it
   * may not cost, and no fragment of what was shown, or of a secret, in the log.
   */
  async function expectRefusal({ name, shown, attempt, answer, mayRead = false }: Attack) {
    const requests = database.requests.length;
    const calls = outbound();
    const lines = service.logged.length;
    const answered = await attempt();
    const operations = database.requests.slice(requests).map(({ operation }) => operation);
    const logged = service.logged.slice(lines);
    const told = fragmentsOf(JSON.stringify(logged.map(withoutPeople)));
    const known = [shown, ...segmentsOf(shown)].join("\n");

    expect({
      name,
      answer: answered,
      operations: mayRead ? operations.filter((operation) => operation !== "GetItem") : operations,
      outboundCalls: outbound() - calls,
      leaks: [...told].filter((fragment) => secrets.has(fragment) || known.includes(fragment)),
    }).toEqual({ name, answer, operations: [], outboundCalls: 0, leaks: [] });
  }

  return { ...service, privateKey: privateKey as string, database, expectRefusal };
}

/** A line without whom it is about, which it says in these words and no others, of callers who are known. */
function withoutPeople({ role, callerId, userId, ...line }: LogLine) {
  expect([undefined, "user", "api_key", "private_key"]).toContain(role);
  for (const id of [callerId, userId]) expect(id ?? newUserId()).toMatch(/^user_[0-9a-f]{32}$/);
  if (role === undefined) expect([callerId, userId]).toEqual([undefined, undefined]);
  return line;
}
