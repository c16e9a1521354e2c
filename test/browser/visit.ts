import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

declare global {
  interface Window {
    observed: { moved: string[]; violations: string[] };
  }
}

/** A page in a browser of its own, watched for what no page of ours may ever do. */
export interface Visit {
  readonly page: Page;
  /** What has moved by itself, clicks or not: Chromium's layout shifts. */
  moved(): Promise<string[]>;
  /** Ends the visit; throws if the page called another origin, broke its own policy, or logged an error. */
  end(): Promise<void>;
}

/**
 * Opens a page.
 *
 * @param prepare runs before the page is asked for
 */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<unknown> = async () => {},
): Promise<Visit> {
  const { origin } = new URL(url);
  const context = await browser.newContext({ locale: "en-GB", ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await context.addInitScript(observe);
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const offences: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:")) {
      offences.push(`asked for ${request.url()}`);
    }
  });
  page.on("pageerror", ({ message }) => offences.push(`threw ${message}`));
  page.on("console", (message) => {
    // Chromium itself logs each call that is refused, as many are here on purpose.
    const refused = message.location().url.startsWith(`${origin}/api/v1/`);
    if (message.type() === "error" && !refused) offences.push(`logged ${message.text()}`);
  });
  await prepare(page);
  await page.goto(url);

  return {
    page,
    async moved() {
      await page.evaluate(twoFrames);
      return page.evaluate(() => window.observed.moved);
    },
    async end() {
      offences.push(...(await page.evaluate(() => window.observed.violations)));
      await context.close();
      assert.deepEqual(offences, []);
    },
  };
}

/** Runs in the page, before anything of it does. */
function observe() {
  window.observed = { moved: [], violations: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { sources } = entry as PerformanceEntry & { sources: { node?: Element }[] };
      const names = sources.map(({ node }) => node?.id || node?.textContent || "something");
      window.observed.moved.push(names.join(", "));
    }
  }).observe({ type: "layout-shift", buffered: true });
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    window.observed.violations.push(`broke ${violatedDirective} with ${blockedURI}`);
  });
}

/** Shifts are told after the frame that they are in. */
function twoFrames() {
  return new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
  });
}
