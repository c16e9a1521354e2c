import { newFolder, startServer } from "../support/command.ts";
import { startFaultProxy } from "../support/fault-proxy.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { faultMix } from "./fault-mix.ts";
import type { Random } from "./random.ts";

/** What a log has of tokens, and of the key ring of a trial. */
export function secretsIn(log: string): string[] {
  const values = JSON.stringify(fullKeyRing).match(/[\w-]{32,}/g) ?? [];
  return ["eyJ", ...values].filter((secret) => log.includes(secret));
}

/** The service as `npm start` runs it, on a database that can be made to fail. */
export interface Trial {
  /** The base path of the API. */
  readonly url: string;
  /** How many faults there were, by what they were. */
  readonly faults: ReadonlyMap<string, number>;
  /** From now on, requests to the database fail at random. */
  startFaults(random: Random): void;
  /** From now on, none fails; waits until those that are late have arrived. */
  stopFaults(): Promise<void>;
  /** @returns what the service wrote to its log */
  stop(): Promise<string>;
}

/**
 * Starts the service for a trial.
 *
 * @param database the URL of the DynamoDB to use
 * @param source the folder of the service's source, if not this one
 */
export async function startTrial(database: string, source?: string): Promise<Trial> {
  const faults = new Map<string, number>();
  let mix: ReturnType<typeof faultMix> | undefined;
  const proxy = await startFaultProxy(database, (request) => {
    const fault = mix?.(request);
    if (fault) {
      const name = fault.kind === "error" ? fault.type : fault.kind;
      faults.set(name, (faults.get(name) ?? 0) + 1);
    }
    return fault;
  });
  const server = await startServer(
    newFolder(),
    { AWS_ENDPOINT_URL_DYNAMODB: proxy.url, KEY_RING: JSON.stringify(fullKeyRing) },
    source,
  );
  return {
    url: server.url,
    faults,
    startFaults: (random) => {
      mix = faultMix(random);
    },
    stopFaults: async () => {
      mix = undefined;
      await proxy.idle();
    },
    stop: async () => {
      const { stderr } = await server.stop();
      await proxy.close();
      return stderr;
    },
  };
}
