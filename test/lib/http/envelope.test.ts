import { describe, expect, test } from "@jest/globals";
import { startService } from "../../support/service.ts";
import { newUserId, userToken } from "../../support/tokens.ts";

const { view, reset, revoke } = await startService();
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
    ["is blank", { accept: " " }],
    ["is a list of nothing", { accept: " , " }],
    ["is Java's", { accept: "image/gif, image/jpeg, *; q=.2, */*; q=.2" }],
    ["is *", { accept: "*" }],
    ["names it with a charset", { accept: "application/json; charset=utf-8, text/plain, */*" }],
    ["prefers it with a charset", { accept: "text/plain;q=0.1, application/json;charset=utf-8" }],
    ["prefers it", { accept: "text/plain;q=0.5, application/json;q=0.6" }],
    ["prefers it to the rest", { accept: "text/plain;q=0.9, */*" }],
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
    ["names it and likes the rest as much", { accept: "text/plain;q=0.5, */*;q=0.5" }],
    ["names it with a charset", { accept: "text/plain; charset=utf-8" }],
    ["prefers it with a charset", { accept: "text/plain;charset=utf-8;Q=0.9, */*;q=0.1" }],
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

describe("406, where Accept takes neither", () => {
  test.each([
    ["another type", { accept: "image/png" }],
    ["both refused", { accept: "application/json;q=0, text/plain;q=0" }],
    ["nothing that is a type", { accept: "=" }],
  ])("%s: in JSON, and nothing is changed", async (_case, headers) => {
    const before = await view({ path: "me", authorization });
    for (const call of [view, reset]) {
      const answer = await call({ path: "me", authorization, headers });
      expect(answer.status).toBe(406);
      expect(answer.headers["Content-Type"]).toBe("application/json");
      expect(answer.body).toEqual({
        data: null,
        message:
          "Answers are application/json or text/plain: send an Accept header that takes one of them.",
        status: "error",
      });
    }
    expect((await view({ path: "me", authorization })).body.data).toEqual(before.body.data);
  });

  test("but who may not ask at all is told that", async () => {
    const answer = await view({ path: "me", headers: { accept: "image/png" } });
    expect(answer.status).toBe(401);
    expect(answer.headers["Content-Type"]).toBe("application/json");
  });

  test("and where there is no body, the type does not matter", async () => {
    await reset({ path: "me", authorization });
    const answer = await revoke({ path: "me", authorization, headers: { accept: "image/png" } });
    expect(answer.status).toBe(204);
  });
});
