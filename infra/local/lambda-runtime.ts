/** What runs inside an execution environment: loads the bundle, then answers one event after the other. */
import { parentPort, workerData } from "node:worker_threads";
import type { Context } from "aws-lambda";

export interface RuntimeSettings {
  readonly functionName: string;
  readonly file: string;
  readonly handler: string;
  readonly memoryMb: number;
}

export interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
  /** When the function must have answered, in milliseconds since the epoch. */
  readonly deadline: number;
}

export type Outcome =
  | { readonly result: unknown }
  | { readonly error: { readonly type: string; readonly message: string } };

type Handler = (event: unknown, context: Partial<Context>) => unknown;

const settings = workerData as RuntimeSettings;
let requestId: string | undefined;

logAsLambdaDoes();
const handler = (await import(settings.file))[settings.handler] as Handler;
parentPort?.on("message", (invocation: Invocation) => {
  void run(invocation).then((outcome) => parentPort?.postMessage(outcome));
});

async function run({ event, requestId: id, deadline }: Invocation): Promise<Outcome> {
  requestId = id;
  const context: Partial<Context> = {
    awsRequestId: id,
    functionName: settings.functionName,
    functionVersion: "$LATEST",
    memoryLimitInMB: String(settings.memoryMb),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = await handler(event, context);
    return { result: result === undefined ? null : JSON.parse(JSON.stringify(result)) };
  } catch (error) {
    console.error(error instanceof Error ? error.stack : String(error));
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { error: { type: name, message } };
  }
}

/** One line of JSON per call, as Lambda's JSON log format. */
function logAsLambdaDoes(): void {
  for (const level of ["trace", "debug", "info", "log", "warn", "error"] as const) {
    console[level] = (message: unknown) => {
      const timestamp = new Date().toISOString();
      const line = { timestamp, level: level.toUpperCase(), requestId, message };
      process.stderr.write(`${JSON.stringify(line)}\n`);
    };
  }
}
