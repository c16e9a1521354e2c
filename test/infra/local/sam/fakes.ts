import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "../../../support/command.ts";

interface Fakes {
  /** What `sam --version` prints; there is no sam where it is undefined. */
  readonly version?: string | undefined;
  /** What sam's other commands end with. */
  readonly exitCode?: number;
  /** What `docker` runs, as JavaScript; there is no docker where it is undefined. */
  readonly docker?: string | undefined;
}

/** What sam was started with. */
export interface Told {
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly input: string;
}

/** A docker with a bridge that this machine has no address on, as where Docker runs in a virtual machine. */
export const dockerInVm = "console.log('192.0.2.1')";

/**
 * A folder with a `sam` and a `docker` in it, to stand in for the PATH. This sam writes down how it is started;
 * `start-api` then says that it listens, waits for SIGINT, and ends as if that were a failure.
 */
export function fakes({
  version = "SAM CLI, version 1.170.0",
  exitCode = 0,
  docker = dockerInVm,
}: Fakes = {}) {
  return place({ sam: samScript(version, exitCode), docker });
}

/** A PATH where only these programs are. */
export function place(programs: Record<string, string>) {
  const folder = newFolder();
  const told = join(folder, "told.json");
  mkdirSync(join(folder, "bin"));
  for (const [name, script] of Object.entries(programs)) {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, script.replaceAll("TOLD", JSON.stringify(told)));
    const program = join(folder, "bin", name);
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`);
    chmodSync(program, 0o755);
  }
  return {
    env: { PATH: join(folder, "bin") },
    told: () => JSON.parse(readFileSync(told, "utf8")) as Told,
    wasRun: () => existsSync(told),
  };
}

export const samScript = (version: string, exitCode = 0) => `
import { readFileSync, writeFileSync } from "node:fs";
const args = process.argv.slice(2);
if (args[0] === "--version") console.log(${JSON.stringify(version)});
else {
  const input = args.includes("-") ? readFileSync(0, "utf8") : "";
  writeFileSync(TOLD, JSON.stringify({ args, env: process.env, input }));
  process.exitCode = ${exitCode};
  if (args[1] === "invoke") console.log('{"statusCode": 200}');
  else if (process.exitCode === 0) {
    setInterval(() => {}, 60_000);
    process.once("SIGINT", () => {
      console.log("stopped");
      process.exit(130);
    });
    console.log("sam listens");
  }
}
`;
