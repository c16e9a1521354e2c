import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandError } from "../../command.ts";

/** The first version that knows Lambda's Node 24. */
const [OLDEST, ...parts] = ["1.147.1", 1, 147, 1] as const;

/**
 * Sees that the AWS SAM CLI is there, and new enough.
 *
 * @throws CommandError
 */
export async function assertSam(): Promise<void> {
  const version = await samVersion();
  const numbers = version.split(".").map(Number);
  const different = parts.findIndex((part, index) => part !== numbers[index]);
  if (different >= 0 && !((numbers[different] ?? 0) > (parts[different] ?? 0))) {
    throw new CommandError(
      `sam ${version} does not know Lambda's Node 24: update the AWS SAM CLI to ${OLDEST} or newer.`,
    );
  }
}

async function samVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("sam", ["--version"]);
    return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "of an unknown version";
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new CommandError(
      code === "ENOENT"
        ? `npm run sam needs the AWS SAM CLI, ${OLDEST} or newer: pip install aws-sam-cli`
        : `sam --version fails (exit code ${code}): install the AWS SAM CLI anew.`,
    );
  }
}
