import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { BrowserContextOptions, Page, Route } from "playwright-core";
import { assertAccessible } from "./accessibility.ts";
import { startVisits } from "./visits.ts";

const API = "**/api/v1/users/me/api_key";
const MASKED = /^clara_api_•+$/;
const DIALOG = "Reset your key?";

const { laptop, visit } = await startVisits();

/** The key page, when it has looked. The user has a key, unless told otherwise. */
async function open(
  given: { key?: boolean; prepare?: (page: Page) => Promise<unknown> } & BrowserContextOptions = {},
): Promise<{ page: Page; key: string; moved: () => Promise<string[]> }> {
  const { key = true, prepare, ...options } = given;
  const { token } = await laptop.call(key ? "POST" : "DELETE");
  const { page, moved } = await visit(laptop.origin, options, prepare);
  await expectText(page, "#answer", /^(Answer: \d{3} .+|No answer)$/);
  return { page, key: token, moved };
}

/** Waits until an element has a text, or says what it has instead. */
async function expectText(page: Page, selector: string, text: RegExp): Promise<void> {
  const has = ([selector, pattern]: readonly [string, RegExp]) =>
    pattern.test(document.querySelector(selector)?.textContent ?? "");
  try {
    await page.waitForFunction(has, [selector, text] as const);
  } catch {
    assert.match((await page.locator(selector).textContent()) ?? "", text);
  }
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const keyOn = (page: Page) => page.getByRole("textbox", { name: "Key", exact: true }).inputValue();
const dialog = (page: Page) => page.getByRole("dialog", { name: DIALOG });
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Answers of our own, one for each call; after them the calls go through. */
async function answerWith(page: Page, ...answers: ((route: Route) => Promise<void>)[]) {
  await page.route(API, (route) => (answers.shift() ?? ((calm) => calm.continue()))(route));
}

describe("the key page", () => {
  test("makes a first key, and keeps it and the token to itself", async () => {
    const { page } = await open({ key: false });
    await expectText(page, "#said", /^You have no key yet\.$/);
    await press(page, "Make my key");
    await expectText(page, "#said", /^API key reset successfully\.$/);

    const { token } = await laptop.call("GET");
    assert.match(await keyOn(page), MASKED);
    const markup = await page.content();
    assert.ok(!markup.includes(token) && !markup.includes("eyJ"));
    assert.match(
      (await page.locator("#call").textContent()) ?? "",
      /^curl -sS -w '\\n' -X POST -H "Authorization: Bearer \$TOKEN" -H "Idempotency-Key: [0-9a-f-]{36}" http:\/\/localhost:\d+\/api\/v1\/users\/me\/api_key$/,
    );
    await expectText(page, "#answer", /^Answer: 201 Created$/);
  });

  test("says who the user is, and when the key was made", async () => {
    const { page } = await open({ timezoneId: "Asia/Tokyo" });
    await expectText(page, "#user", /^user_31e827070dcf44198ec11a9112a9a572$/);
    const time = page.locator("#created time");
    const made = new Date((await time.getAttribute("datetime")) ?? "");
    assert.ok(Math.abs(Date.now() - made.getTime()) < 60_000);
    const inTokyo = made.toLocaleString("en-GB", {
      dateStyle: "long",
      timeStyle: "medium",
      timeZone: "Asia/Tokyo",
    });
    assert.equal(await time.textContent(), inTokyo);
  });

  test("shows the key and hides it", async () => {
    const { page, key } = await open();
    assert.match(await keyOn(page), MASKED);
    await press(page, "Show key");
    assert.equal(await keyOn(page), key);
    await press(page, "Hide key");
    assert.match(await keyOn(page), MASKED);
  });

  test("copies the key, hidden or not, and says so", async () => {
    const { page, key } = await open();
    await press(page, "Copy key");
    await expectText(page, "#said", /^The key is copied\.$/);
    assert.equal(await clipboard(page), key);
  });

  test("copies the last call without the token", async () => {
    const { page } = await open();
    await press(page, "Copy call");
    await expectText(page, "#said-call", /^The call is copied\.$/);
    assert.equal(
      await clipboard(page),
      `curl -sS -w '\\n' -H "Authorization: Bearer $TOKEN" ${laptop.origin}/api/v1/users/me/api_key`,
    );
  });

  test("says so when the browser does not let it copy", async () => {
    const refuse = () => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("refused on purpose"));
    };
    const { page } = await open({ prepare: (page) => page.addInitScript(refuse) });
    await press(page, "Copy key");
    await expectText(page, "#said", /^The browser does not let this page copy\./);
  });
});

describe("a reset", () => {
  test("asks first, and changes nothing when the answer is no", async () => {
    const { page, key } = await open();
    for (const no of [() => press(page, "Cancel"), () => page.keyboard.press("Escape")]) {
      await press(page, "Reset key…");
      await dialog(page).waitFor();
      await no();
      await dialog(page).waitFor({ state: "hidden" });
    }
    assert.equal((await laptop.call("GET")).token, key);
  });

  test("gives another key, hidden, and the old one is refused", async () => {
    const { page, key } = await open();
    await press(page, "Show key");
    await press(page, "Reset key…");
    await press(page, "Reset key");
    await expectText(page, "#said", /^API key reset successfully\.$/);
    assert.match(await keyOn(page), MASKED);
    await press(page, "Show key");
    const { token } = await laptop.call("GET");
    assert.notEqual(token, key);
    assert.equal(await keyOn(page), token);

    assert.equal((await laptop.call("GET", key)).status, 401);
    await press(page, "Check the old key");
    await expectText(page, "#old", /^The old key is refused\. .*This token is not valid/);
    await expectText(page, "#call", /Bearer \$OLD_KEY/);
    await expectText(page, "#answer", /^Answer: 401 Unauthorized$/);
  });

  const overlaps = [
    ["after 1 hour", 3_600],
    ["after 1 day", 86_400],
    ["after 7 days", 604_800],
  ] as const;
  for (const [choice, seconds] of overlaps) {
    test(`lets the old key end ${choice}`, async () => {
      const { page, key } = await open();
      await press(page, "Reset key…");
      await page.getByLabel(choice).check();
      await press(page, "Reset key");
      await expectText(page, "#said", /^API key reset successfully\.$/);
      const end = await page.locator("#previous time").getAttribute("datetime");
      assert.ok(Math.abs(Date.parse(end ?? "") - Date.now() - seconds * 1000) < 60_000);

      assert.equal((await laptop.call("GET", key)).status, 403);
      await press(page, "Check the old key");
      await expectText(page, "#old", /^The old key still works/);
    });
  }

  test("starts each question with no overlap", async () => {
    const { page } = await open();
    await press(page, "Reset key…");
    await page.getByLabel("after 7 days").check();
    await press(page, "Cancel");
    await press(page, "Reset key…");
    assert.ok(await page.getByLabel("at once").isChecked());
  });

  test("is one reset, however quickly one clicks", async () => {
    const { page } = await open({ key: false });
    let resets = 0;
    page.on("request", (request) => {
      resets += request.method() === "POST" ? 1 : 0;
    });
    await page.getByRole("button", { name: "Make my key" }).click({ clickCount: 3 });
    await expectText(page, "#said", /^API key reset successfully\.$/);
    assert.equal(resets, 1);
  });

  test("is one reset when its answer was lost and it is tried again", async () => {
    const { page } = await open();
    await answerWith(page, async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    await press(page, "Reset key…");
    await press(page, "Reset key");
    await expectText(page, "#problem", /^The service can't be reached\./);
    const made = (await laptop.call("GET")).token;
    await press(page, "Try again");
    await expectText(page, "#said", /^API key reset successfully\.$/);
    await press(page, "Show key");
    assert.deepEqual([await keyOn(page), (await laptop.call("GET")).token], [made, made]);
  });

  test("has an Idempotency-Key of its own when it is another one", async () => {
    const { page } = await open();
    const reset = async () => {
      const sent = page.waitForRequest((request) => request.method() === "POST");
      await press(page, "Reset key…");
      await press(page, "Reset key");
      const headers = (await sent).headers();
      await page.waitForFunction(() => document.querySelector("#reset")?.ariaDisabled === "false");
      return headers["idempotency-key"];
    };
    assert.notEqual(await reset(), await reset());
  });
});

describe("what goes wrong is said in words", () => {
  const problem = (page: Page, words: RegExp) => expectText(page, "#problem", words);

  test("the service's own", async () => {
    const message = "The service can't answer right now. Try again in 5 seconds.";
    const json = { data: null, message, status: "error" };
    const { page } = await open({
      prepare: (page) => answerWith(page, (route) => route.fulfill({ status: 503, json })),
    });
    await problem(page, new RegExp(`^${message}$`));
    await press(page, "Try again");
    await expectText(page, "#said", /^API key fetched successfully\.$/);
    assert.equal(await page.locator("#problem").textContent(), "");
  });

  test("the gateway's, with the time to wait", async () => {
    const { page } = await open({
      prepare: (page) =>
        answerWith(page, (route) =>
          route.fulfill({ status: 503, headers: { "retry-after": "7" }, json: { message: "x" } }),
        ),
    });
    await problem(page, /^The service can't answer right now\. Try again in 7 seconds\.$/);
  });

  test("an answer that is no JSON", async () => {
    const { page } = await open({
      prepare: (page) => answerWith(page, (route) => route.fulfill({ status: 500, body: "<h1>" })),
    });
    await problem(page, /^The service answered 500 and gave no reason\. Try again\.$/);
  });

  test("no network", async () => {
    const { page } = await open();
    await page.context().setOffline(true);
    await press(page, "Look again");
    await problem(page, /^The service can't be reached\. See that npm start is running/);
    await expectText(page, "#answer", /^No answer$/);
    await expectText(page, "#said", /^$/);
    await press(page, "Copy key");
    await expectText(page, "#said", /^The key is copied\.$/);
    await problem(page, /^$/);
    await page.context().setOffline(false);
    await press(page, "Try again");
    await expectText(page, "#said", /^API key fetched successfully\.$/);
  });

  test("a token that has expired, and the next try gets a new one", async () => {
    const stale = { userId: "user_31e827070dcf44198ec11a9112a9a572", token: "clara_user_x.y.z" };
    const { page } = await open({
      prepare: (page) =>
        page.route("**/demo-user.json", (route) => route.fulfill({ json: stale }), { times: 1 }),
    });
    await problem(page, /^This token is not valid, or no longer valid\. Get a new one/);
    await press(page, "Try again");
    await expectText(page, "#said", /^API key fetched successfully\.$/);
  });
});

describe("for everybody", () => {
  test("the keyboard is enough", async () => {
    const { page, key } = await open();
    const tabTo = async (name: string) => {
      for (let tabs = 0; tabs < 20; tabs++) {
        await page.keyboard.press("Tab");
        const focused = page.locator(":focus");
        if ((await focused.textContent())?.trim() !== name) continue;
        const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
        assert.equal(outline, "solid");
        return;
      }
      assert.fail(`Tab never comes to ${name}`);
    };
    await tabTo("Show key");
    await page.keyboard.press("Space");
    assert.equal(await keyOn(page), key);
    await tabTo("Copy key");
    await page.keyboard.press("Enter");
    await expectText(page, "#said", /^The key is copied\.$/);

    await tabTo("Reset key…");
    await page.keyboard.press("Enter");
    await dialog(page).waitFor();
    await page.keyboard.press("ArrowDown");
    assert.ok(await page.getByLabel("after 1 hour").isChecked());
    await page.keyboard.press("Escape");
    await expectText(page, ":focus", /^Reset key…$/);
    await page.keyboard.press("Enter");
    await tabTo("Reset key");
    await page.keyboard.press("Enter");
    await expectText(page, "#said", /^API key reset successfully\.$/);
    await expectText(page, ":focus", /^Reset key…$/);
    assert.equal((await laptop.call("GET", key)).status, 401);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing serious in any state, ${colorScheme}`, async () => {
      const { page } = await open({ key: false, colorScheme });
      await assertAccessible(page);
      await press(page, "Make my key");
      await expectText(page, "#said", /^API key reset successfully\.$/);
      await press(page, "Show key");
      await assertAccessible(page);
      await press(page, "Reset key…");
      await assertAccessible(page);
      await press(page, "Cancel");
      await page.context().setOffline(true);
      await press(page, "Look again");
      await expectText(page, "#problem", /./);
      await assertAccessible(page);
    });
  }

  for (const width of [320, 1000]) {
    test(`nothing moves, and nothing is cut off, at ${width} pixels`, async () => {
      const viewport = { width, height: 1000 };
      const { page, moved } = await open({ key: false, viewport });
      await press(page, "Make my key");
      await expectText(page, "#said", /^API key reset successfully\.$/);
      await press(page, "Show key");
      await press(page, "Reset key…");
      await page.getByLabel("after 7 days").check();
      await press(page, "Reset key");
      await page.locator("#previous time").waitFor();
      await press(page, "Check the old key");
      await expectText(page, "#old", /^The old key still works/);
      await press(page, "Copy call");
      await expectText(page, "#said-call", /./);
      await page.context().setOffline(true);
      await press(page, "Look again");
      await expectText(page, "#problem", /./);
      assert.deepEqual(await moved(), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} pixels wide`);
    });
  }
});
