import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

type Env = Record<string, string>;
type Command = ChildProcessByStdio<null, Readable, Readable>;

/** An empty folder to run a command in, removed after the run. */
export function newFolder(): string {
  return mkdtempSync(join(process.env.TEST_FOLDER ?? "", "folder-"));
}

const here = join(import.meta.dirname, "../..");

/** Runs one of infra/local's commands in a folder, in an environment without our test settings. */
export function spawnCommand(
  name: string,
  folder: string,
  args: string[],
  env: Env,
  source = here,
): Command {
  const file = join(source, "infra/local", name);
  const { AWS_ENDPOINT_URL_DYNAMODB, KEY_RING, PORT, ...inherited } = process.env;
  return spawn(process.execPath, [file, ...args], {
    cwd: folder,
    env: { ...inherited, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs a command to its end. */
export async function run(name: string, folder: string, args: string[] = [], env: Env = {}) {
  const child = spawnCommand(name, folder, args, env);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, stdout, stderr };
}

/**
 * Starts the service on a free port, and gives what its banner says.
 *
 * @param source the folder of the service's source, if not this one
 */
export async function startServer(folder: string, env: Env = {}, source?: string) {
  const child = spawnCommand("start.ts", folder, [], { PORT: "0", ...env }, source);
  const ended = once(child, "close");
  process.once("exit", () => child.kill()); // where a test failed before it stopped the server
  const stderr = text(child.stderr);
  let banner = "";
  for await (const chunk of child.stdout) {
    banner += chunk;
    if (banner.includes("More tokens:")) break;
  }
  const [url = ""] = /http:\/\/localhost:\d+\/api\/v1/.exec(banner) ?? [];
  const [, token = ""] = /^TOKEN=(\S+)$/m.exec(banner) ?? [];
  if (url === "") throw new Error(`The service did not start: ${await stderr}`);
  return {
    banner,
    url,
    token,
    /** Stops it as Ctrl-C under npm does, and gives its exit code and what it wrote to standard error. */
    stop: async () => {
      child.kill("SIGINT");
      child.kill("SIGINT"); // one from the terminal, one from npm
      const [code] = await ended;
      return { code, stderr: await stderr };
    },
  };
}
