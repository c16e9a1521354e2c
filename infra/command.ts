/** Something that the person at the terminal can put right. The message is all they are shown. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Runs a command to its end. What it throws becomes one line on standard error and exit code 1, with a stack
 * trace only where it is a bug.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(forThePerson(error) ?? error);
    process.exit(1);
  }
}

function forThePerson(error: unknown): string | undefined {
  if (error instanceof CommandError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (!code?.startsWith("ERR_PARSE_ARGS")) return undefined;
  return `${message.split(/\.\s/)[0]}. Try --help.`;
}
