import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Contender } from "./contenders.ts";
import type { Setting } from "./setting.ts";

/** What a process of a function measures of itself (lambda-process.mjs). */
export interface Measured {
  readonly start: {
    /** From the first line of the process to the first answer, Node's own start included. */
    readonly processCpuMs: number;
    readonly processWallMs: number;
    /** Of it, loading the bundle and the first answer. */
    readonly cpuMs: number;
    readonly wallMs: number;
  };
  readonly warm?: { readonly cpuUs: number; readonly p50Us: number; readonly p99Us: number };
  readonly rssMb: number;
}

export interface Load {
  readonly requests: number;
  readonly atATime: number;
}

/**
 * Runs every contender in a fresh process, one after the other and again from the first, so that whatever else the
 * machine does meets them all alike.
 */
export function measureInTurn(
  contenders: readonly Contender[],
  { env, event }: Setting,
  { requests, atATime }: Load,
  rounds: number,
  onRound: (round: number) => void,
): Map<Contender, Measured[]> {
  const results = new Map(contenders.map((contender) => [contender, [] as Measured[]]));
  for (let round = 1; round <= rounds; round++) {
    onRound(round);
    for (const [contender, measured] of results) {
      const args = [contender.file, JSON.stringify(event), 2000, requests, atATime].map(String);
      const script = join(import.meta.dirname, "lambda-process.mjs");
      const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], {
        env,
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`${contender.name}: ${stderr}`);
      measured.push(JSON.parse(stdout));
    }
  }
  return results;
}
