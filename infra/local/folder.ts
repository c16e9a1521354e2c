import { accessSync, constants, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { CommandError } from "../command.ts";

/**
 * The folder of everything that the laptop keeps, made if it is missing.
 *
 * @throws CommandError if it can't be written to
 */
export function localFolder(): string {
  const folder = resolve(".local");
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`Can't write to the folder ${folder} (${code}).`);
  }
  return folder;
}
