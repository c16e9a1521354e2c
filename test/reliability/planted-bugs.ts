import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "../support/command.ts";

const here = join(import.meta.dirname, "../..");

/** A mistake in the service's source, and the text that it takes the place of. */
export interface PlantedBug {
  readonly file: string;
  readonly text: string;
  readonly mistake: string;
}

/** Copies the service's source with a mistake in it, and gives the folder of the copy. */
export function plant({ file, text, mistake }: PlantedBug): string {
  const folder = newFolder();
  const parts = ["functions", "infra", "lib", "cdk.json", "package.json", "package-lock.json"];
  for (const part of parts) {
    cpSync(join(here, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
  const path = join(folder, file);
  const [before, after, ...more] = readFileSync(path, "utf8").split(text);
  if (after === undefined || more.length > 0) throw new Error(`${file} has not once: ${text}`);
  writeFileSync(path, before + mistake + after);
  return folder;
}

export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  "an unconditional write": {
    file: "lib/api-key/store.ts",
    text: "...(previous ? stillIs(previous) : stillNone),",
    mistake: "",
  },
  "a read that is not strongly consistent": {
    file: "lib/api-key/store.ts",
    text: "ConsistentRead: true",
    mistake: "ConsistentRead: false",
  },
  "a cache of one second in front of the live check": {
    file: "lib/auth/api-key.ts",
    text: "currentKey(await records.read(sub, deadline));",
    mistake: `currentKey(await cached(sub, () => records.read(sub, deadline)));
      async function cached<T>(name: string, read: () => Promise<T>): Promise<T> {
        const cache = ((globalThis as any).cache ??= new Map());
        const kept = cache.get(name);
        if (kept && Date.now() - kept.at < 1000) return kept.value;
        const value = await read();
        cache.set(name, { value, at: Date.now() });
        return value;
      }`,
  },
  "an answer before the write is acknowledged": {
    file: "lib/api-key/store.ts",
    text: "await inTime(this.#database.send(put), deadline);",
    mistake: "this.#database.send(put).catch(() => {});",
  },
  "a failed condition taken for success": {
    file: "lib/api-key/store.ts",
    text: 'return error.$metadata.attempts === 1 ? "refused" : "unsure";',
    mistake: 'return "written";',
  },
  "another try after a write that may have been overtaken": {
    file: "lib/api-key/store.ts",
    text: 'return error.$metadata.attempts === 1 ? "refused" : "unsure";',
    mistake: 'return "refused";',
  },
};
