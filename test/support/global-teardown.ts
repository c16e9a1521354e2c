import { rmSync } from "node:fs";

export default async function stopDatabase(): Promise<void> {
  await globalThis.stopDatabase?.();
  rmSync(process.env.TEST_FOLDER ?? "", { recursive: true });
}
