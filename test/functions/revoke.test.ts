import { describe, expect, test } from "@jest/globals";
import { allItems, readItem } from "../support/database.ts";
import { privateKey } from "../support/key-rings.ts";
import { startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { ALIVE, DEAD, newUser } from "../support/users.ts";

const service = await startService();
const { revoke, reset, table, logged } = service;

describe("Revoke", () => {
  test("answers 204 with nothing to say", async () => {
    const user = newUser(service);
    await user.reset();
    const answer = await user.revoke();
    expect(answer.status).toBe(204);
    expect(answer.headers).toEqual({ "Cache-Control": "no-store" });
    expect(answer.text).toBe("");
  });

  test("is one line in the log: who, whose key, which key, and by which request", async () => {
    const { userId, ...user } = newUser(service);
    const apiKeyId = (await user.reset()).body.data?.id;
    const lines = logged.length;
    await user.revoke();
    expect(logged.slice(lines)).toEqual([
      {
        event: "revocation",
        apiKeyId,
        requestId: "request",
        route: "DELETE /api/v1/users/{user_id}/api_key",
        role: "user",
        callerId: userId,
        userId,
      },
    ]);
  });

  test("kills the key, and View is 404", async () => {
    const user = newUser(service);
    const token = (await user.reset()).body.data?.token;
    await user.revoke();
    expect(await user.statusOf(token)).toBe(DEAD);
    expect((await user.look()).status).toBe(404);
  });

  test("kills the key that overlaps with it, too", async () => {
    const user = newUser(service);
    const first = (await user.reset()).body.data?.token;
    await user.resetFor(60);
    await user.revoke();
    expect(await user.statusOf(first)).toBe(DEAD);
  });

  test("is followed by a new key if the user resets, and the old one stays dead", async () => {
    const user = newUser(service);
    const first = (await user.reset()).body.data?.token;
    await user.revoke();
    const answer = await user.resetFor(60);
    expect(answer.status).toBe(201);
    expect(answer.body.data).not.toHaveProperty("previous_expires_at");
    expect(await user.statusOf(answer.body.data?.token)).toBe(ALIVE);
    expect(await user.statusOf(first)).toBe(DEAD);
    expect((await user.look()).body.data).toEqual(answer.body.data);
  });

  test("leaves its mark, and nothing to derive the key from", async () => {
    const user = newUser(service);
    await user.reset();
    await user.revoke();
    expect(await readItem(table, user.userId)).toEqual({
      user_id: user.userId,
      id: expect.stringMatching(/^api_key_[0-9a-f]{32}$/),
      revocation_id: expect.stringMatching(/^revocation_[0-9a-f]{32}$/),
      updated_at: expect.any(Number),
    });
  });

  test("many times at once is one 204, and 404 for the others", async () => {
    const user = newUser(service);
    await user.reset();
    const answers = await Promise.all(Array.from({ length: 8 }, () => user.revoke()));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([204, ...Array(7).fill(404)]);
  });
});

describe("who may revoke", () => {
  test("the private key, anyone's key; after that it can't reset it back to life", async () => {
    const user = newUser(service);
    const token = (await user.reset()).body.data?.token;
    const call = { path: user.userId, authorization: privateKey };
    expect((await revoke(call)).status).toBe(204);
    expect(await user.statusOf(token)).toBe(DEAD);
    expect((await reset(call)).status).toBe(404);
  });

  test("not another user", async () => {
    const user = newUser(service);
    const token = (await user.reset()).body.data?.token;
    const authorization = `Bearer ${userToken(newUserId())}`;
    expect((await revoke({ path: user.userId, authorization })).status).toBe(403);
    expect(await user.statusOf(token)).toBe(ALIVE);
  });

  test("not the key itself", async () => {
    const user = newUser(service);
    const token = (await user.reset()).body.data?.token;
    const authorization = `Bearer ${token}`;
    expect((await revoke({ path: user.userId, authorization })).status).toBe(403);
    expect(logged.at(-1)?.cause).toBe("an API key");
    expect(await user.statusOf(token)).toBe(ALIVE);
  });

  test("nobody without credentials", async () => {
    expect((await revoke({ path: "me" })).status).toBe(401);
  });
});

describe("404 where there is no key", () => {
  test.each([
    ["a user who never had one", undefined, newUserId()],
    ["the private key at a user who never had one", privateKey, newUserId()],
    ["the private key at me", privateKey, "me"],
  ])("%s, and nothing is written", async (_case, key, path) => {
    const before = await allItems(table);
    const authorization = key ?? `Bearer ${userToken(path)}`;
    const answer = await revoke({ path, authorization });
    expect(answer.status).toBe(404);
    expect(answer.body.status).toBe("error");
    expect(await allItems(table)).toEqual(before);
  });

  test("revoked already", async () => {
    const user = newUser(service);
    await user.reset();
    await user.revoke();
    expect((await user.revoke()).status).toBe(404);
  });
});
