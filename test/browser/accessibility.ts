import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Throws if axe finds anything on the page, as it looks now, to be serious or critical. */
export async function assertAccessible(page: Page, options: RunOptions = {}): Promise<void> {
  assert.deepEqual(await seriousProblems(page, options), []);
}

/** What axe finds serious or critical: each rule with the elements that break it. */
export async function seriousProblems(page: Page, options: RunOptions): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (runOptions) => (window as unknown as { axe: typeof import("axe-core") }).axe.run(runOptions),
    { resultTypes: ["violations"] as ["violations"], ...options },
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
