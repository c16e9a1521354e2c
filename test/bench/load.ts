import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import autocannon from "autocannon";
import type { Contender } from "./contenders.ts";
import type { Setting } from "./setting.ts";

const CONNECTIONS = 16;

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** Puts each contender behind the local gateway, in a process of its own, and as many requests on it as it takes. */
export async function measureLoad(
  contenders: readonly Contender[],
  { env, authorization }: Setting,
  seconds: number,
): Promise<LoadResult[]> {
  const results: LoadResult[] = [];
  for (const { file } of contenders) {
    const server = spawn(process.execPath, [join(import.meta.dirname, "serve.ts"), file], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    process.once("exit", () => server.kill());
    const [url] = await once(server.stdout, "data");
    const options = {
      url: `${String(url).trim()}/api/v1/users/me/api_key`,
      connections: CONNECTIONS,
      headers: { authorization },
    };
    await autocannon({ ...options, duration: 2 }); // to warm up
    const { requests, latency, errors, non2xx } = await autocannon({
      ...options,
      duration: seconds,
    });
    results.push({
      perSecond: requests.average,
      p50Ms: latency.p50,
      p99Ms: latency.p99,
      errors: errors + non2xx,
    });
    server.kill();
  }
  return results;
}
