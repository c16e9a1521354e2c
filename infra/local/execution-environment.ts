import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import type { Invocation, Outcome, RuntimeSettings } from "./lambda-runtime.ts";
import type { FunctionDefinition } from "./template.ts";

/** The function threw, or its process ended. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
  /** The name of the error that the function threw. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The function took longer than its timeout allows, and was ended. */
export class FunctionTimeout extends Error {
  override readonly name = "FunctionTimeout";
}

/** Takes what a function logs. */
export type Log = (text: string) => void;

const ended = { error: { type: "Runtime.ExitError", message: "The function's process ended" } };

/** A process of a function, as far as a laptop needs one: a worker thread with an environment of its own. */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  /** Whether it can take another event. */
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
    this.#worker.on("error", (error) => {
      this.alive = false;
      log(`${name} ended: ${inspect(error)}\n`);
    });
    this.#worker.on("exit", () => {
      this.alive = false;
    });
  }

  /**
   * Runs the function on one event.
   *
   * @throws FunctionError, FunctionTimeout
   */
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
        once(this.#worker, "exit", { signal }).then(() => ended),
        sleep(timeoutMs, "timeout" as const, { signal }),
      ]).catch(() => ended); // the worker's error is in the log
      if (outcome === "timeout") {
        await this.end();
        throw new FunctionTimeout();
      }
      if ("error" in outcome) throw new FunctionError(outcome.error.type, outcome.error.message);
      return outcome.result;
    } finally {
      settled.abort();
    }
  }

  /** Ends it, whatever it is doing. */
  async end(): Promise<void> {
    this.alive = false;
    await this.#worker.terminate();
  }
}
