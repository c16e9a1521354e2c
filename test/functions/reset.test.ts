import { describe, expect, jest, test } from "@jest/globals";
import { allItems, readItem } from "../support/database.ts";
import { privateKey } from "../support/key-rings.ts";
import { startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";

const { view, reset, table, logged } = await startService();

function newUser() {
  const userId = newUserId();
  const authorization = `Bearer ${userToken(userId)}`;
  return {
    userId,
    look: () => view({ path: userId, authorization }),
    reset: (more: object = {}) => reset({ path: userId, authorization, ...more }),
  };
}

describe("Reset", () => {
  test("is one line in the log: who, whose key, which key, and by which request", async () => {
    const { userId, reset: resetOwn } = newUser();
    const route = "POST /api/v1/users/{user_id}/api_key";
    for (const who of [{ role: "user", callerId: userId }, { role: "private_key" }]) {
      const lines = logged.length;
      const { body } =
        who.role === "user"
          ? await resetOwn()
          : await reset({ path: userId, authorization: privateKey });
      expect(logged.slice(lines)).toEqual([
        { event: "reset", apiKeyId: body.data?.id, requestId: "request", route, ...who, userId },
      ]);
    }
  });

  test("gives a user their first key: 201 and the body of the contract", async () => {
    const { userId, reset } = newUser();
    jest.spyOn(Date, "now").mockReturnValue(1764201088_999);
    const answer = await reset();
    jest.mocked(Date.now).mockRestore();
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      data: {
        created_at: "Wed, 26 Nov 2025 23:51:28 GMT",
        id: expect.stringMatching(/^api_key_[0-9a-f]{32}$/),
        token: expect.stringMatching(/^clara_api_[\w-]+\.[\w-]+\.[\w-]+$/),
        updated_at: "Wed, 26 Nov 2025 23:51:28 GMT",
        user_id: userId,
      },
      message: "API key reset successfully.",
      status: "success",
    });
    expect(answer.text).toMatch(
      /^\{"data":\{"created_at":.+,"id":.+,"token":.+,"updated_at":.+,"user_id":.+\},"message":.+,"status":.+\}$/,
    );
    expect(answer.headers).toEqual({
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
    });
  });

  test("makes a new id, token and time, which View shows from then on", async () => {
    const { look, reset } = newUser();
    const now = Date.now();
    const first = await reset();
    jest.spyOn(Date, "now").mockReturnValue(now + 60_000);
    const second = await reset();
    jest.mocked(Date.now).mockRestore();
    expect(second.body.data?.id).not.toBe(first.body.data?.id);
    expect(second.body.data?.token).not.toBe(first.body.data?.token);
    expect(Date.parse(second.body.data?.created_at ?? "")).toBe(
      Date.parse(first.body.data?.created_at ?? "") + 60_000,
    );
    expect((await look()).body.data).toEqual(second.body.data);
  });

  test("kills the key before: live it was 403, superseded it is 401", async () => {
    const { userId, reset } = newUser();
    const authorization = `Bearer ${(await reset()).body.data?.token}`;
    const live = await view({ path: userId, authorization });
    expect(live.status).toBe(403);

    await reset();
    const superseded = await view({ path: userId, authorization });
    expect(superseded.status).toBe(401);
    expect(superseded.headers["WWW-Authenticate"]).toBe(
      'Bearer realm="clara", error="invalid_token"',
    );
    expect(logged.at(-1)?.cause).toBe("superseded by a reset");
  });

  test("kills the key before even within the same second", async () => {
    const { userId, reset } = newUser();
    jest.spyOn(Date, "now").mockReturnValue(Date.now());
    const first = await reset();
    const second = await reset();
    jest.mocked(Date.now).mockRestore();
    expect(second.body.data?.created_at).toBe(first.body.data?.created_at);
    const answer = await view({
      path: userId,
      authorization: `Bearer ${first.body.data?.token}`,
    });
    expect(answer.status).toBe(401);
  });

  test("works at the name of me", async () => {
    const { userId } = newUser();
    const answer = await reset({ path: "me", authorization: `Bearer ${userToken(userId)}` });
    expect(answer.status).toBe(201);
    expect(answer.body.data?.user_id).toBe(userId);
  });

  test("stores no secret: no item holds a token or a part of one", async () => {
    const { userId, reset } = newUser();
    const token = (await reset()).body.data?.token ?? "";
    const item = (await readItem(table, userId)) ?? {};
    expect(Object.keys(item).sort()).toEqual(["created_at", "id", "kid", "updated_at", "user_id"]);
    const signature = token.split(".")[2] ?? "";
    expect(JSON.stringify(await allItems(table))).not.toContain(signature);
    expect(JSON.stringify(item).length).toBeLessThan(1024);
  });
});

describe("who may reset", () => {
  test("the private key, a key that exists", async () => {
    const { userId, look, reset: first } = newUser();
    const before = await first();
    const answer = await reset({ path: userId, authorization: privateKey });
    expect(answer.status).toBe(201);
    expect(answer.body.data?.id).not.toBe(before.body.data?.id);
    expect((await look()).body.data).toEqual(answer.body.data);
  });

  test.each([
    ["a user without a key: a typo makes no ghost", newUserId()],
    ["me: it is nobody", "me"],
    ["what is no user id", "user_X"],
  ])("not the private key for %s", async (_case, path) => {
    const before = await allItems(table);
    const answer = await reset({ path, authorization: privateKey });
    expect(answer.status).toBe(404);
    expect(await allItems(table)).toEqual(before);
  });

  test("not another user", async () => {
    const { userId, look, reset: own } = newUser();
    const before = await own();
    const answer = await reset({ path: userId, authorization: `Bearer ${userToken(newUserId())}` });
    expect(answer.status).toBe(403);
    expect((await look()).body.data).toEqual(before.body.data);
  });

  test("not another user, also where there is no key yet and the body is bad", async () => {
    const path = newUserId();
    const authorization = `Bearer ${userToken(newUserId())}`;
    for (const body of ["{}", "{"]) {
      const headers = { "content-type": "application/json" };
      expect((await reset({ path, authorization, body, headers })).status).toBe(403);
    }
    expect(await readItem(table, path)).toBeUndefined();
  });

  test("not a live API key", async () => {
    const { userId, look, reset: own } = newUser();
    const before = await own();
    const authorization = `Bearer ${before.body.data?.token}`;
    expect((await reset({ path: userId, authorization })).status).toBe(403);
    expect((await look()).body.data).toEqual(before.body.data);
  });

  test("nobody without credentials, and bad credentials come before a bad body", async () => {
    expect((await reset({ path: newUserId(), body: "{" })).status).toBe(401);
  });
});

describe("the body is optional", () => {
  const json = { "content-type": "application/json" };

  test.each([
    ["none", {}],
    ["an empty one, as sam local hands it over", { body: "" }],
    ["null, as payload 1.0 has it", JSON.parse('{"body":null}')],
    ["an empty one, whatever its type", { body: "", headers: { "content-type": "text/plain" } }],
    ["{}", { body: "{}", headers: json }],
    ["{} with white space", { body: " {\n} ", headers: json }],
    [
      "{} with a Title-Case header",
      { body: "{}", headers: { "Content-Type": "application/json" } },
    ],
    [
      "{} with an upper-case header",
      { body: "{}", headers: { "CONTENT-TYPE": "APPLICATION/JSON" } },
    ],
    [
      "{} with a charset behind a space",
      { body: "{}", headers: { "content-type": "application/json ; charset=utf-8" } },
    ],
    [
      "{} with a charset",
      { body: "{}", headers: { "content-type": "application/json; charset=utf-8" } },
    ],
    ["{} as base64", { body: "e30=", isBase64Encoded: true, headers: json }],
  ])("%s resets", async (_case, more) => {
    expect((await newUser().reset(more)).status).toBe(201);
  });

  test.each([
    [
      "a member",
      '{"force":true}',
      "The body may have the member grace_period_seconds and no other.",
    ],
    ["no JSON", "{", "The body can't be read as JSON. Send {}, or no body."],
    ["a number", "1", "Send a JSON object as the body, or send none."],
    ["null", "null", "Send a JSON object as the body, or send none."],
    ["an array", "[]", "Send a JSON object as the body, or send none."],
    ["a string", '"{}"', "Send a JSON object as the body, or send none."],
    ["an empty string", '""', "Send a JSON object as the body, or send none."],
    ["__proto__", '{"__proto__":{}}', "The body can't be read as JSON. Send {}, or no body."],
  ])("%s is 400 and resets nothing", async (_case, body, message) => {
    const { look, reset } = newUser();
    const before = await reset();
    const answer = await reset({ body, headers: json });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ data: null, message, status: "error" });
    expect(answer.headers).not.toHaveProperty("WWW-Authenticate");
    expect((await look()).body.data).toEqual(before.body.data);
  });

  test.each([
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["no type at all", {}],
  ])("a body that says it is %s is 400", async (_case, headers) => {
    const answer = await newUser().reset({ body: "{}", headers });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe(
      "Send the body with Content-Type: application/json, or send none.",
    );
  });

  test("a refused body is not quoted in the log", async () => {
    await newUser().reset({ body: '{"password":"hunter2', headers: json });
    expect(JSON.stringify(logged)).not.toContain("hunter2");
  });
});

describe("many at once", () => {
  test("each of ten resets at once gets a key of its own, and one of them is live", async () => {
    const { userId, look, reset } = newUser();
    const answers = await Promise.all(Array.from({ length: 10 }, () => reset()));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    const tokens = answers.map(({ body }) => body.data?.token);
    expect(new Set(tokens).size).toBe(10);

    const current = (await look()).body.data?.token;
    const statuses = await Promise.all(
      tokens.map(async (token) => {
        const answer = await view({ path: userId, authorization: `Bearer ${token}` });
        return [token === current, answer.status];
      }),
    );
    expect(statuses.filter(([isCurrent]) => isCurrent)).toEqual([[true, 403]]);
    expect(statuses.filter(([isCurrent]) => !isCurrent)).toEqual(Array(9).fill([false, 401]));
  });
});
