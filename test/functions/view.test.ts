import { describe, expect, test } from "@jest/globals";
import { putItem, readItem } from "../support/database.ts";
import { fullKeyRing, privateKey } from "../support/key-rings.ts";
import { startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";

const { view, reset, table, logged } = await startService();

const authorizationOf = (userId: string) => `Bearer ${userToken(userId)}`;

async function userWithKey() {
  const userId = newUserId();
  const authorization = authorizationOf(userId);
  const { body } = await reset({ path: userId, authorization });
  return { userId, authorization, token: body.data?.token ?? "" };
}

describe("View answers with the literal body of the contract", () => {
  const record = {
    user_id: "user_31e827070dcf44198ec11a9112a9a572",
    id: "api_key_d3be80e32b714ec691b1a8d96ba62635",
    kid: "k1",
    created_at: 1764201088,
    updated_at: 1764201088,
  };

  test("every member, in order, and nothing else", async () => {
    await putItem(table, record);
    const answer = await view({
      path: record.user_id,
      authorization: authorizationOf(record.user_id),
    });
    expect(answer.status).toBe(200);
    expect(answer.text.replace(/"clara_api_[^"]+"/, '"clara_api_<compact JWS>"')).toBe(
      '{"data":{' +
        '"created_at":"Wed, 26 Nov 2025 23:51:28 GMT",' +
        '"id":"api_key_d3be80e32b714ec691b1a8d96ba62635",' +
        '"token":"clara_api_<compact JWS>",' +
        '"updated_at":"Wed, 26 Nov 2025 23:51:28 GMT",' +
        '"user_id":"user_31e827070dcf44198ec11a9112a9a572"},' +
        '"message":"API key fetched successfully.","status":"success"}',
    );
    expect(answer.headers).toEqual({
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
    });
  });
});

describe("who may look", () => {
  test("a user at their own key, byte for byte the one that Reset gave", async () => {
    const { userId, authorization, token } = await userWithKey();
    const answer = await view({ path: userId, authorization });
    expect(answer.status).toBe(200);
    expect(answer.body.data?.token).toBe(token);
    expect(token).not.toBe("");
  });

  test("a user at their own key by the name of me", async () => {
    const { authorization, token, userId } = await userWithKey();
    const answer = await view({ path: "me", authorization });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({ token, user_id: userId });
  });

  test("the private key at anyone's key", async () => {
    const { userId, token } = await userWithKey();
    const answer = await view({ path: userId, authorization: privateKey });
    expect(answer.status).toBe(200);
    expect(answer.body.data?.token).toBe(token);
  });

  test("nobody at another user's key", async () => {
    const { userId } = await userWithKey();
    const answer = await view({ path: userId, authorization: authorizationOf(newUserId()) });
    expect(answer.status).toBe(403);
    expect(answer.headers["WWW-Authenticate"]).toBe(
      'Bearer realm="clara", error="insufficient_scope"',
    );
    expect(answer.body.data).toBeNull();
  });

  test("another user's path answers the same whether that user has a key or not", async () => {
    const { userId } = await userWithKey();
    const authorization = authorizationOf(newUserId());
    const there = await view({ path: userId, authorization });
    const notThere = await view({ path: newUserId(), authorization });
    expect(notThere).toEqual(there);
  });

  test("a path that names no user is refused to a user as another user's is", async () => {
    const answer = await view({ path: "user_X", authorization: authorizationOf(newUserId()) });
    expect(answer.status).toBe(403);
  });

  test("not a live API key, not even its own user's", async () => {
    const { userId, token } = await userWithKey();
    const answer = await view({ path: userId, authorization: `Bearer ${token}` });
    expect(answer.status).toBe(403);
    expect(answer.headers["WWW-Authenticate"]).toBe(
      'Bearer realm="clara", error="insufficient_scope"',
    );
    expect(logged.at(-1)).toMatchObject({ cause: "an API key" });
  });
});

describe("the log", () => {
  const facts = { requestId: "request", route: "GET /api/v1/users/{user_id}/api_key" };

  test("has nothing of a call that went well", async () => {
    const { authorization } = await userWithKey();
    const lines = logged.length;
    await view({ path: "me", authorization });
    expect(logged).toHaveLength(lines);
  });

  test("has one line of a refusal: who, what, why, and which request", async () => {
    const callerId = newUserId();
    await view({ path: newUserId(), authorization: authorizationOf(callerId) });
    expect(logged.at(-1)).toEqual({
      event: "refusal",
      status: 403,
      code: "insufficient_scope",
      cause: "another user's path",
      role: "user",
      callerId,
      ...facts,
    });
  });

  test("names nobody who has not proven who they are", async () => {
    await view({ path: newUserId(), authorization: `${authorizationOf(newUserId())}x` });
    expect(logged.at(-1)).toEqual({
      event: "refusal",
      status: 401,
      code: "invalid_token",
      cause: expect.any(String),
      ...facts,
    });
  });
});

describe("404 where there is nothing to see", () => {
  test.each([
    ["a user without a key", newUserId(), undefined],
    ["the private key at a user without a key", newUserId(), privateKey],
    ["the private key at me, for it is nobody", "me", privateKey],
    ["the private key at something that is no user id", "user_X", privateKey],
  ])("%s", async (_case, path, authorization) => {
    const answer = await view({ path, authorization: authorization ?? authorizationOf(path) });
    expect(answer.status).toBe(404);
    expect(answer.text).toBe(
      '{"data":null,"message":"There is no API key. The user makes one by resetting it.","status":"error"}',
    );
    expect(answer.headers).not.toHaveProperty("WWW-Authenticate");
  });
});

describe("looking changes nothing", () => {
  test("the record stays as it was", async () => {
    const { userId, authorization } = await userWithKey();
    const before = await readItem(table, userId);
    await view({ path: userId, authorization });
    expect(await readItem(table, userId)).toEqual(before);
  });

  test("a user without a key still has none", async () => {
    const userId = newUserId();
    await view({ path: userId, authorization: authorizationOf(userId) });
    expect(await readItem(table, userId)).toBeUndefined();
  });
});

describe("what else an answer carries", () => {
  test.each([
    ["200", async () => view({ path: "me", authorization: (await userWithKey()).authorization })],
    ["400", () => view({ path: "me", authorization: "Bearer a, Bearer b" })],
    ["401", () => view({ path: "me" })],
    ["403", () => view({ path: newUserId(), authorization: authorizationOf(newUserId()) })],
    ["404", () => view({ path: "me", authorization: authorizationOf(newUserId()) })],
  ])("no-store, and no ETag, on a %s", async (status, request) => {
    const answer = await request();
    expect(String(answer.status)).toBe(status);
    expect(answer.headers["Cache-Control"]).toBe("no-store");
    expect(answer.headers).not.toHaveProperty("ETag");
  });

  test("header names count in any case", async () => {
    const { userId, authorization } = await userWithKey();
    for (const name of ["Authorization", "AUTHORIZATION", "aUTHORIZATION"]) {
      const answer = await view({ path: userId, headers: { [name]: authorization } });
      expect(answer.status).toBe(200);
    }
  });
});

describe("a record that the service can't have written", () => {
  test("is a 500 that says nothing, and the log says why", async () => {
    const userId = newUserId();
    await putItem(table, { user_id: userId, id: "api_key_1", kid: "k1", created_at: "yesterday" });
    const answer = await view({ path: userId, authorization: authorizationOf(userId) });
    expect(answer.status).toBe(500);
    expect(answer.headers["Cache-Control"]).toBe("no-store");
    expect(answer.text).toBe(
      '{"data":null,"message":"Something went wrong on our side. It has been logged.","status":"error"}',
    );
    expect(logged.at(-1)?.cause).toContain("no whole number created_at");
  });

  test.each([
    ["the last that a Date can tell", 8.64e12, 200],
    ["one second more", 8.64e12 + 1, 500],
  ])("a time that is %s", async (_case, at, status) => {
    const userId = newUserId();
    await putItem(table, { user_id: userId, id: "x", kid: "k1", created_at: at, updated_at: at });
    const answer = await view({ path: userId, authorization: authorizationOf(userId) });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain("Invalid Date");
  });

  test("made with a signing key that is gone: 503 for the user, and the log names the key", async () => {
    const userId = newUserId();
    const at = 1764201088;
    await putItem(table, { user_id: userId, id: "x", kid: "k0", created_at: at, updated_at: at });
    const answer = await view({ path: userId, authorization: authorizationOf(userId) });
    expect(answer.status).toBe(503);
    expect(answer.headers["Retry-After"]).toBe("5");
    expect(logged.at(-1)?.cause).toBe('the key ring lacks the signing key "k0"');
  });
});

test("created_at is the key's time, updated_at the record's", async () => {
  const userId = newUserId();
  const times = { created_at: 1764201088, updated_at: 1764201089 };
  await putItem(table, { user_id: userId, id: "x", kid: "k1", ...times });
  const answer = await view({ path: userId, authorization: authorizationOf(userId) });
  expect(answer.body.data).toMatchObject({
    created_at: "Wed, 26 Nov 2025 23:51:28 GMT",
    updated_at: "Wed, 26 Nov 2025 23:51:29 GMT",
  });
});

test("a key made with an older signing key of the ring still shows", async () => {
  const userId = newUserId();
  const at = 1764201088;
  expect(fullKeyRing.api_key.current).not.toBe("k1");
  await putItem(table, { user_id: userId, id: "x", kid: "k1", created_at: at, updated_at: at });
  const answer = await view({ path: userId, authorization: authorizationOf(userId) });
  expect(answer.status).toBe(200);
});
