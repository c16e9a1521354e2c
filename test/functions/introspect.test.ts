import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { allItems } from "../support/database.ts";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { fullKeyRing, privateKey, privateKeyBefore } from "../support/key-rings.ts";
import { startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { introspectionOf, newUser } from "../support/users.ts";

const database = await startFaultyDatabase();
const service = await startService();
const form = { "content-type": "application/x-www-form-urlencoded" };

let clock: jest.Spied<typeof Date.now> | undefined;
afterEach(() => clock?.mockRestore());

async function introspect(token: string | undefined, more: object = {}) {
  const answer = await service.introspect({ ...introspectionOf(token), ...more });
  return { ...answer, json: JSON.parse(answer.text) };
}

const inactive = '{"active":false}';

describe("what is active", () => {
  test("a live API key, whole", async () => {
    const user = newUser(service);
    const { data } = (await user.reset()).body;
    const answer = await introspect(data?.token);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
    });
    expect(answer.json).toEqual({
      active: true,
      sub: user.userId,
      jti: data?.id,
      iat: Date.parse(data?.created_at ?? "") / 1000,
      role: "api_key",
      token_type: "Bearer",
    });
  });

  test("a key in its overlap, with its end; the new one has none", async () => {
    const user = newUser(service);
    const first = (await user.reset()).body.data;
    const second = (await user.resetFor(60)).body.data;
    const exp = Date.parse(second?.previous_expires_at ?? "") / 1000;
    expect((await introspect(first?.token)).json).toMatchObject({ jti: first?.id, exp });
    expect((await introspect(second?.token)).json).not.toHaveProperty("exp");

    clock = jest.spyOn(Date, "now").mockReturnValue(exp * 1000 - 1);
    expect((await introspect(first?.token)).json.active).toBe(true);
    clock.mockReturnValue(exp * 1000);
    expect((await introspect(first?.token)).text).toBe(inactive);
  });

  test("a user token, with its own times", async () => {
    const userId = newUserId();
    const claims = { iat: 1_700_000_000.25, exp: 4_102_444_800.5 };
    const answer = await introspect(userToken(userId, { claims }));
    expect(answer.json).toEqual({
      active: true,
      sub: userId,
      ...claims,
      role: "user",
      token_type: "Bearer",
    });
  });

  test("the same for every configured private key, and a form as base64", async () => {
    const token = userToken(newUserId());
    const body = Buffer.from(`token=${token}`).toString("base64");
    const more = { authorization: privateKeyBefore, body, isBase64Encoded: true };
    expect((await introspect(token, more)).json.active).toBe(true);
  });

  test("a hint, and other members of the form, change nothing", async () => {
    const token = userToken(newUserId());
    const body = `token_type_hint=refresh_token&token=${token}&x=1`;
    expect((await introspect(token, { body })).json.active).toBe(true);
  });
});

describe('what is not is {"active":false}, whatever the reason', () => {
  test.each([
    ["a word", "token"],
    ["the private key", privateKey],
    ["an expired user token", userToken(newUserId(), { claims: { exp: 1 } })],
    ["a forged user token", userToken(newUserId(), { secret: "x".repeat(32) })],
    ["a user token of another role", userToken(newUserId(), { claims: { role: "admin" } })],
    ["a user token behind a scheme", `Bearer ${userToken(newUserId())}`],
    ["a user token with a space behind", `${userToken(newUserId())} `],
    ["the secret of user tokens", fullKeyRing.user_token[0]],
    [
      "a user token that is too long for the header of any request",
      userToken(newUserId(), { claims: { x: "x".repeat(4096) } }),
    ],
    ["something huge", `clara_api_${"a".repeat(5000)}`],
  ])("%s", async (_case, token) => {
    const answer = await introspect(token);
    expect([answer.status, answer.text]).toEqual([200, inactive]);
  });

  test("a superseded key, and a revoked one", async () => {
    const user = newUser(service);
    const first = (await user.reset()).body.data?.token;
    const second = (await user.reset()).body.data?.token;
    expect((await introspect(first)).text).toBe(inactive);
    await user.revoke();
    expect((await introspect(second)).text).toBe(inactive);
  });

  test("a key is inactive in the first request that starts after the reset's answer", async () => {
    const user = newUser(service);
    let token = (await user.reset()).body.data?.token;
    let running = true;
    const busy = Array.from({ length: 4 }, async () => {
      while (running) await introspect(token);
    });
    for (let round = 0; round < 30; round++) {
      const old = token;
      token = (await user.reset()).body.data?.token;
      const [dead, alive] = await Promise.all([introspect(old), introspect(token)]);
      expect([dead.json.active, alive.json.active]).toEqual([false, true]);
    }
    running = false;
    await Promise.all(busy);
  });
});

describe("who may not ask: 401", () => {
  test.each([
    ["nobody", { authorization: undefined }, 'Bearer realm="clara"'],
    [
      "a user",
      { authorization: `Bearer ${userToken(newUserId())}` },
      'Bearer realm="clara", error="invalid_token"',
    ],
    [
      "a wrong private key",
      { authorization: `clara_private_${"x".repeat(43)}` },
      'Bearer realm="clara", error="invalid_token"',
    ],
  ])("%s", async (_case, more, challenge) => {
    const answer = await introspect(userToken(newUserId()), more);
    expect(answer.status).toBe(401);
    expect(answer.headers).toMatchObject({
      "WWW-Authenticate": challenge,
      "Cache-Control": "no-store",
    });
    expect(answer.json).toEqual({
      error: "invalid_token",
      error_description: "Send the private key in the Authorization header, without a scheme.",
    });
  });

  test("a live API key", async () => {
    const token = (await newUser(service).reset()).body.data?.token;
    const answer = await introspect(token, { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(401);
  });
});

describe("a request that can't be read: 400, and words for it", () => {
  const typeProblem = "Send the body with Content-Type: application/x-www-form-urlencoded.";
  const tokenProblem = "Send one token in the form, like: token=clara_api_...";

  test.each([
    ["no body", { body: undefined }, tokenProblem],
    ["no token", { body: "x=1" }, tokenProblem],
    ["an empty token", { body: "token=" }, tokenProblem],
    ["two tokens", { body: "token=a&token=b" }, tokenProblem],
    [
      "JSON",
      { body: '{"token":"a"}', headers: { "content-type": "application/json" } },
      typeProblem,
    ],
    [
      "two content types",
      { body: "token=a", headers: { ...form, "Content-Type": form["content-type"] } },
      typeProblem,
    ],
    ["no content type", { body: "token=a", headers: {} }, typeProblem],
    ["a huge form", { body: `token=${"a".repeat(8192)}` }, "Send a body of 8 KiB at most."],
  ])("%s", async (_case, more, description) => {
    const answer = await introspect("a", more);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: "invalid_request", error_description: description });
  });

  test("two values of Authorization", async () => {
    const answer = await introspect("a", { authorization: `${privateKey},${privateKey}` });
    expect(answer.status).toBe(400);
    expect(answer.headers["WWW-Authenticate"]).toBe(
      'Bearer realm="clara", error="invalid_request"',
    );
  });
});

describe("what can't be told now is neither active nor inactive", () => {
  test("an outage of the database: 503, and the answer after it", async () => {
    const token = (await newUser(service).reset()).body.data?.token;
    database.nextCall("GetItem");
    const answer = await introspect(token);
    expect([answer.status, answer.headers["Retry-After"]]).toEqual([503, "5"]);
    expect(answer.json).toEqual({
      error: "temporarily_unavailable",
      error_description: "The service can't answer right now. Try again in 5 seconds.",
    });
    expect((await introspect(token)).json.active).toBe(true);
  });

  test("a mistake of ours: 500", async () => {
    const token = (await newUser(service).reset()).body.data?.token;
    database.next("GetItem", { kind: "error", status: 400, type: "AccessDeniedException" });
    const answer = await introspect(token);
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      error: "server_error",
      error_description: "Something went wrong on our side. It has been logged.",
    });
  });
});

test("asking writes nothing", async () => {
  const user = newUser(service);
  const token = (await user.reset()).body.data?.token;
  const before = await allItems(service.table);
  await introspect(token);
  expect(await allItems(service.table)).toEqual(before);
});
