import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { assertAccessible } from "./accessibility.ts";
import { startVisits } from "./visits.ts";

const OPENAPI = readFileSync(join(import.meta.dirname, "../../openapi.yaml"), "utf8");

const { laptop, visit } = await startVisits();

/** The reference page, when it has read the document and signed the demo user in. */
async function open(options: BrowserContextOptions = {}, origin = laptop.origin): Promise<Page> {
  const { page } = await visit(`${origin}/docs`, options);
  await page.locator(".authorize.locked").waitFor();
  return page;
}

/** Opens a call, if it is not open, and tries it as it is. */
async function tryCall(page: Page, operationId: string) {
  const operation = page.locator(`.opblock[id$="${operationId}"]`);
  const summary = operation.locator(".opblock-summary-control");
  if ((await summary.getAttribute("aria-expanded")) === "false") await summary.click();
  const answered = page.waitForResponse("**/api/v1/**");
  await operation.getByRole("button", { name: "Execute" }).click();
  const { token = "" } = (await (await answered).json()).data ?? {};
  const answer = operation.locator(".live-responses-table .response");
  await answer.filter({ hasText: token }).waitFor();
  return {
    token,
    status: (await answer.locator(".response-col_status").innerText()).trim(),
  };
}

describe("the reference page", () => {
  test("has every call of the document", async () => {
    const page = await open();
    const ids = [...OPENAPI.matchAll(/^\s+operationId: (\w+)$/gm)].map(([, id]) => id);
    assert.ok(ids.length >= 4);
    for (const id of ids) await page.locator(`.opblock[id$="${id}"]`).waitFor();
    assert.equal(await page.locator(".opblock").count(), ids.length);
    assert.deepEqual(await page.locator(".errors-wrapper, .version-pragma").allInnerTexts(), []);
  });

  test("looks and resets as the demo user, with nothing to fill in", async () => {
    await laptop.call("DELETE");
    const page = await open();
    assert.match((await tryCall(page, "viewApiKey")).status, /^404/);
    const first = await tryCall(page, "resetApiKey");
    assert.match(first.status, /^201/);
    assert.equal(first.token, (await laptop.call("GET")).token);
    assert.notEqual((await tryCall(page, "resetApiKey")).token, first.token);
  });

  test("calls the server it came from by the name it was called by", async () => {
    const page = await open({}, laptop.origin.replace("localhost", "127.0.0.1"));
    assert.match((await tryCall(page, "viewApiKey")).status, /^(200|404)/);
  });

  test("shows the document's code samples", async () => {
    const page = await open();
    await page.locator(".opblock[id$=viewApiKey] .opblock-summary-control").click();
    const samples = page.locator(".opblock[id$=viewApiKey] details");
    const javascript = samples.filter({ hasText: "JavaScript" });
    await javascript.getByText("JavaScript", { exact: true }).click();
    await javascript.getByText("await fetch(").waitFor();
    const [, described = ""] = OPENAPI.split("operationId: viewApiKey");
    const [own = ""] = described.split("operationId:");
    assert.equal(await samples.count(), own.match(/- lang:/g)?.length);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing serious, with everything open, ${colorScheme}`, async () => {
      const page = await open({ colorScheme });
      await assertAccessible(page);
      for (const id of ["viewApiKey", "resetApiKey"]) await tryCall(page, id);
      await page.locator(".opblock[id$=revokeApiKey] .opblock-summary-control").click();
      await page.locator(".opblock[id$=introspectToken] .opblock-summary-control").click();
      await page.locator(".models-control").click();
      for (const sample of await page.locator(".code-sample summary").all()) await sample.click();
      await page.locator(".model-container, .json-schema-2020-12").first().waitFor();
      await assertAccessible(page);
      await page.locator(".authorize.locked").first().click();
      await page.getByRole("button", { name: "Close" }).first().waitFor();
      await assertAccessible(page);
    });
  }
});
