import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import type { Invocation, Outcome, RuntimeSettings } from "./lambda-runtime.ts";
import type { FunctionDefinition } from "./template.ts";

/** The function threw, or its process ended. Why is in its log. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
}

/** The function took longer than its timeout allows, and was ended. */
export class FunctionTimeout extends Error {
  override readonly name = "FunctionTimeout";
}

type Log = (text: string) => void;

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

class ExecutionEnvironment {
  readonly #worker: Worker;
  alive = true;

  constructor(definition: FunctionDefinition, variables: Record<string, string>, log: Log) {
    const { name, file, handler, memoryMb } = definition;
    const workerData: RuntimeSettings = { functionName: name, file, handler, memoryMb };
    this.#worker = new Worker(new URL("lambda-runtime.ts", import.meta.url), {
      workerData,
      env: variables,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stderr: true,
    });
    this.#worker.stderr.setEncoding("utf8").on("data", log);
    this.#worker.on("error", (error) => log(`${name} ended: ${inspect(error)}\n`));
    this.#worker.on("exit", () => {
      this.alive = false;
    });
  }

  async invoke(event: unknown, timeoutMs: number): Promise<unknown> {
    const settled = new AbortController();
    const { signal } = settled;
    const invocation: Invocation = {
      event,
      requestId: randomUUID(),
      deadline: Date.now() + timeoutMs,
    };
    this.#worker.postMessage(invocation);
    try {
      const outcome = await Promise.race([
        once(this.#worker, "message", { signal }).then(([message]) => message as Outcome),
        once(this.#worker, "exit", { signal }).then((): Outcome => ({ failed: true })),
        sleep(timeoutMs, "timeout" as const, { signal }),
      ]);
      if (outcome === "timeout") throw new FunctionTimeout();
      if ("failed" in outcome) throw new FunctionError();
      return outcome.result;
    } catch (error) {
      if (error instanceof FunctionTimeout) await this.end();
      throw error instanceof FunctionTimeout ? error : new FunctionError();
    } finally {
      settled.abort();
    }
  }

  async end(): Promise<void> {
    this.alive = false;
    await this.#worker.terminate();
  }
}
