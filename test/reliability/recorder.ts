import type { Call, Shown } from "./call.ts";
import type { Operation } from "./linearizability.ts";
import {
  type Caller,
  ContractBreach,
  type ServiceClient,
  type ShownKey,
} from "./service-client.ts";

/**
 * Calls the service for one user, and remembers what was called, when it began and ended in the order of all, and
 * what came of it.
 */
export class Recorder {
  /** Every call so far. A read without an answer says nothing and is left out. */
  readonly history: Operation<Call>[] = [];
  /** Every key that was in an answer, by its id, in the order that they came. */
  readonly tokens = new Map<string, string>();
  readonly userId: string;
  readonly #service: ServiceClient;
  readonly #now: () => number;

  /** @param now the next place in the order of all begins and ends */
  constructor(userId: string, service: ServiceClient, now: () => number) {
    this.userId = userId;
    this.#service = service;
    this.#now = now;
  }

  /** @returns whether there was an answer, as all methods do */
  async view(caller: Caller): Promise<boolean> {
    const begin = this.#now();
    const answer = await this.#service.view(this.userId, caller);
    return answer !== undefined && this.#add(begin, { kind: "view", answer: this.#shown(answer) });
  }

  async check(id: string, how: "introspect" | "show" | "authorize"): Promise<boolean> {
    const begin = this.#now();
    const answer = await this.#service[how](this.tokens.get(id) ?? "");
    return answer !== undefined && this.#add(begin, { kind: "check", id, answer });
  }

  /** @param lost whether the client never learns the answer */
  async reset(
    caller: Caller,
    {
      overlap,
      idempotencyKey,
      lost = false,
    }: { overlap: boolean; idempotencyKey?: string; lost?: boolean },
  ): Promise<boolean> {
    const begin = this.#now();
    const answer = await this.#service.reset(this.userId, caller, { overlap, idempotencyKey });
    const shown = answer && this.#shown(answer);
    return this.#add(begin, {
      kind: "reset",
      overlap,
      mayCreate: caller === "user",
      idempotencyKey,
      answer: lost ? undefined : shown,
    });
  }

  async revoke(caller: Caller, { lost = false } = {}): Promise<boolean> {
    const begin = this.#now();
    const answer = await this.#service.revoke(this.userId, caller);
    return this.#add(begin, { kind: "revoke", answer: lost ? undefined : answer });
  }

  #shown(answer: ShownKey | "no key"): Shown | "no key" {
    if (answer === "no key") return answer;
    const { id, token, overlaps } = answer;
    const known = this.tokens.get(id);
    if (known !== undefined && known !== token) throw new ContractBreach(`Two tokens for ${id}`);
    this.tokens.set(id, token);
    return { id, overlaps };
  }

  #add(begin: number, call: Call): boolean {
    const answered = call.answer !== undefined;
    this.history.push({ begin, end: answered ? this.#now() : Infinity, call });
    return answered;
  }
}
