import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { type Laptop, startLaptop } from "./laptop.ts";

const TOKEN = "/pages/demo-user.json";

let laptop: Laptop;
let browser: Browser;
/** A page of another site, which the developer happens to have open. */
let site: Page;

const server = createServer((_request, response) => {
  response.setHeader("content-type", "text/html").end("<!doctype html><title>Another site</title>");
});

before(async () => {
  server.listen(0, "127.0.0.1");
  [laptop, browser] = await Promise.all([
    startLaptop(),
    launchChromium(),
    once(server, "listening"),
  ]);
  site = await browser.newPage();
  await site.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

after(async () => {
  await browser?.close();
  await laptop?.stop();
  server.closeAllConnections();
  server.close();
});

/** Runs in the other site's page. */
const read = (url: string, mode: RequestMode) =>
  site.evaluate(
    ([url, mode]) =>
      fetch(url, { mode }).then(
        (response) => response.text(),
        () => "refused",
      ),
    [url, mode] as const,
  );

test("another site can call the API, as the stack's CORS says", async () => {
  const answer = await read(`${laptop.origin}/api/v1/users/me/api_key`, "cors");
  assert.match(answer, /Sign in first/);
});

test("it can't read the token, nor the pages", async () => {
  for (const path of [TOKEN, "/", "/docs", "/pages/demo-user.js"]) {
    for (const mode of ["cors", "no-cors"] as const) {
      assert.equal(await read(laptop.origin + path, mode), "refused");
    }
  }
});

test("it can't show a page in a frame", async () => {
  const refused = site.waitForEvent("console", {
    predicate: (message) => message.text().includes("frame-ancestors 'none'"),
    timeout: 15_000,
  });
  await site.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
  }, laptop.origin);
  assert.equal((await refused).type(), "error");
});
