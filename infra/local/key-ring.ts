import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KeyRingError } from "../../lib/key-ring/fields.ts";
import { type KeyRingSecrets, readKeyRingSecrets } from "../../lib/key-ring/secrets.ts";
import { CommandError } from "../command.ts";

/** The key ring of the laptop: as JSON for the functions, and read. */
export interface LocalKeyRing {
  readonly json: string;
  readonly secrets: KeyRingSecrets;
}

/**
 * The key ring in the environment variable `KEY_RING`, or the one in the folder, made the first time.
 *
 * @throws CommandError naming what is wrong with it
 */
export function localKeyRing(folder: string): LocalKeyRing {
  const file = join(folder, "key-ring.json");
  const given = process.env.KEY_RING;
  const json = given || readOrMake(file);
  try {
    return { json, secrets: readKeyRingSecrets(json) };
  } catch (error) {
    if (!(error instanceof KeyRingError)) throw error;
    throw new CommandError(`${given ? "KEY_RING" : file}: ${error.message}`);
  }
}

function readOrMake(file: string): string {
  try {
    return readIfThere(file) ?? make(file);
  } catch (error) {
    throw new CommandError(`Can't use ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Never half-written; and of two that start at once, both use the one that was there first. */
function make(file: string): string {
  const draft = `${file}.${process.pid}`;
  const json = `${JSON.stringify({ root: randomBytes(32).toString("base64url") }, null, 2)}\n`;
  writeFileSync(draft, json, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, "utf8");
}
