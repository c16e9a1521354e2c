import { join } from "node:path";
import { launchChromium } from "./chromium.ts";
import { startLaptop } from "./laptop.ts";

const FOLDER = join(import.meta.dirname, "screenshots");

const laptop = await startLaptop();
const browser = await launchChromium();
try {
  await laptop.call("POST");
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({
      colorScheme,
      locale: "en-GB",
      timezoneId: "UTC",
      viewport: { width: 760, height: 640 },
    });
    // The port is whatever was free; the README speaks of 3000.
    await context.addInitScript(() => {
      new MutationObserver(() => {
        const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode as Text;
          const text = node.data.replace(/localhost:\d+/, "localhost:3000");
          if (node.data !== text) node.data = text;
        }
      }).observe(document, { childList: true, subtree: true });
    });
    const page = await context.newPage();
    const shoot = (name: string, fullPage = false) =>
      page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`), fullPage });

    await page.goto(laptop.origin);
    await page.getByText("API key fetched successfully.").waitFor();
    await shoot("key", true);

    await page.setViewportSize({ width: 1000, height: 760 });
    await page.goto(`${laptop.origin}/docs`);
    await page.locator(".authorize.locked").waitFor();
    await page.locator(".opblock[id$=resetApiKey] .opblock-summary-control").click();
    const execute = page
      .locator(".opblock[id$=resetApiKey]")
      .getByRole("button", { name: "Execute" });
    await execute.waitFor();
    await page.locator(".scheme-container").evaluate((element) => element.scrollIntoView());
    await shoot("docs");
    await context.close();
  }
} finally {
  await browser.close();
  await laptop.stop();
}
