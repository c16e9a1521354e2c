import { ExecutionEnvironment, type Log } from "./execution-environment.ts";
import type { FunctionDefinition } from "./template.ts";

const MOST_ENVIRONMENTS = 8;

/**
 * A Lambda function on a laptop. As in AWS, each execution environment serves one event at a time and is kept
 * for the next one; where AWS would scale further, events wait for one of eight.
 */
export class LocalLambda {
  readonly #definition: FunctionDefinition;
  readonly #variables: Record<string, string>;
  readonly #log: Log;
  readonly #idle = new Set<ExecutionEnvironment>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /**
   * @param variables the environment variables of the function: it sees no others
   * @param log takes what the function logs
   */
  constructor(definition: FunctionDefinition, variables: Record<string, string>, log: Log) {
    this.#definition = definition;
    this.#variables = variables;
    this.#log = log;
  }

  /**
   * Runs the function on an event.
   *
   * @returns what the handler returned
   * @throws FunctionError, FunctionTimeout
   */
  async invoke(event: unknown): Promise<unknown> {
    while (this.#busy >= MOST_ENVIRONMENTS) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#busy++;
    const environment = this.#take();
    try {
      return await environment.invoke(event, this.#definition.timeoutMs);
    } finally {
      if (environment.alive) this.#idle.add(environment);
      this.#busy--;
      this.#waiting.shift()?.();
    }
  }

  /** Ends the idle environments; call it when no event is under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#idle].map((environment) => environment.end()));
  }

  #take(): ExecutionEnvironment {
    for (const environment of this.#idle) {
      this.#idle.delete(environment);
      if (environment.alive) return environment;
    }
    return new ExecutionEnvironment(this.#definition, this.#variables, this.#log);
  }
}
