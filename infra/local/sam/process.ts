import { spawn } from "node:child_process";
import { once } from "node:events";
import { CommandError } from "../../command.ts";
import { stopSignal } from "../stop-signal.ts";

/**
 * Runs sam to its end, or until Ctrl-C. sam is kept out of the terminal's process group, or it would be told to
 * stop once by the terminal and once by us, and a second time cuts short how it removes its containers.
 *
 * @param input what sam reads from standard input; what this process reads unless given
 * @throws CommandError if sam fails
 */
export async function runSam(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input?: string,
): Promise<void> {
  const sam = spawn("sam", args, {
    env,
    detached: true,
    stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"],
  });
  sam.stdin?.on("error", () => {}).end(input); // it may have ended without a look at it
  let stopped = false;
  void stopSignal().then(() => {
    stopped = true;
    sam.kill("SIGINT");
  });
  const [code, signal] = await once(sam, "close");
  if (code !== 0 && !stopped)
    throw new CommandError(`sam ended with ${signal ?? `exit code ${code}`}.`);
}
