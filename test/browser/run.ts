import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CommandError, runCommand } from "../../infra/command.ts";
import { findChromium } from "./chromium.ts";

const HELP = `Tests the pages of npm start in a real browser.

  npm run browser                     the tests
  npm run browser -- --screenshots    the pictures in the README, made again

Environment:
  CHROMIUM   a Chromium or Chrome to use instead of one in the usual places`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: { screenshots: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (!findChromium()) {
    throw new CommandError(
      "There is no Chromium here. Install one (Debian: apt-get install chromium), or name it in CHROMIUM.",
    );
  }
  const here = import.meta.dirname;
  const args = values.screenshots
    ? [join(here, "screenshots.ts")]
    : ["--test", "--test-concurrency=1", ...globSync(join(here, "*.browser.ts"))];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  process.exitCode = status ?? 1;
});
