import { after, afterEach } from "node:test";
import { launchChromium } from "./chromium.ts";
import { startLaptop } from "./laptop.ts";
import { type Visit, visit } from "./visit.ts";

type Visiting = Parameters<typeof visit> extends [unknown, ...infer Rest] ? Rest : never;

/** The service and a browser for a file's tests, each of which pays one visit, ended and judged after it. */
export async function startVisits() {
  const [laptop, browser] = await Promise.all([startLaptop(), launchChromium()]);
  let visited: Visit | undefined;
  after(async () => {
    await browser.close();
    await laptop.stop();
  });
  afterEach(async () => {
    const ending = visited;
    visited = undefined;
    await ending?.end();
  });
  return {
    laptop,
    visit: async (...visiting: Visiting): Promise<Visit> => {
      visited = await visit(browser, ...visiting);
      return visited;
    },
  };
}
