import { describe, expect, test } from "@jest/globals";
import { startService } from "../../support/service.ts";
import { newUserId, userToken } from "../../support/tokens.ts";

const { view, reset } = await startService();
const authorization = `Bearer ${userToken(newUserId())}`;

const typeFor = async (headers: Record<string, string>) => {
  const answer = await view({ path: "me", authorization, headers });
  expect(answer.body).toMatchObject({ data: null, status: "error" });
  return answer.headers["Content-Type"];
};

describe("application/json, where Accept", () => {
  test.each([
    ["is empty", { accept: "" }],
    ["takes anything", { accept: "*/*" }],
    ["names it", { accept: "application/json" }],
    ["names it first of two", { accept: "application/json, text/plain, */*" }],
    ["prefers it", { accept: "text/plain;q=0.5, application/json;q=0.6" }],
    ["prefers it to the rest", { accept: "text/plain;q=0.9, */*" }],
    ["takes neither", { accept: "image/png" }],
    ["can't be read", { accept: ";;;,=" }],
  ])("%s", async (_case, headers) => {
    expect(await typeFor(headers)).toBe("application/json");
  });

  test("is missing", async () => {
    expect(await typeFor({})).toBe("application/json");
  });
});

describe("text/plain, where Accept", () => {
  test.each([
    ["names it", { accept: "text/plain" }],
    ["names it in Title-Case", { Accept: "text/plain" }],
    ["names it first of two", { accept: "text/plain, application/json" }],
    ["takes any text", { accept: "text/*" }],
    ["prefers it", { accept: "application/json;q=0.5, text/plain" }],
    ["refuses the other", { accept: "application/json;q=0, */*" }],
  ])("%s", async (_case, headers) => {
    expect(await typeFor(headers)).toBe("text/plain");
  });

  test("is the same body", async () => {
    await reset({ path: "me", authorization });
    const json = await view({ path: "me", authorization });
    const text = await view({ path: "me", authorization, headers: { accept: "text/plain" } });
    expect(text.text).toBe(json.text);
    expect(text.headers).toEqual({ ...json.headers, "Content-Type": "text/plain" });
  });
});
