import { expect, jest, test } from "@jest/globals";
import { fragmentsOf, stringsIn } from "../../security/fragments.ts";
import { newFolder, startServer } from "../../support/command.ts";
import { fullKeyRing, privateKey } from "../../support/key-rings.ts";
import { newUserId, userToken } from "../../support/tokens.ts";

jest.setTimeout(120_000);

test("whatever is called, no part of a token, a key or a secret is in the output of the service", async () => {
  const { root, ...ring } = fullKeyRing;
  const server = await startServer(newFolder(), { KEY_RING: JSON.stringify({ root, ...ring }) });
  const tokens = new Set([server.token]);
  const shown = (token: string) => {
    tokens.add(token.replace(/^Bearer /, ""));
    return token;
  };
  const statuses = new Set<number>();
  const call = async (method: string, path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.url}${path}`, { method, ...init });
    statuses.add(response.status);
    const text = await response.text();
    const token = /clara_api_[\w.-]+/.exec(text)?.[0];
    return token === undefined ? "" : shown(token);
  };
  const at = (user: string, method: string, authorization: string, more: RequestInit = {}) =>
    call(method, `/users/${user}/api_key`, {
      ...more,
      headers: { authorization, ...more.headers },
    });

  const userId = newUserId();
  const user = shown(`Bearer ${userToken(userId)}`);
  const expired = shown(`Bearer ${userToken(userId, { claims: { exp: 1 } })}`);
  const forged = shown(
    `Bearer ${userToken(userId, { secret: "some-other-secret-0123456789-012345" })}`,
  );
  await at("me", "GET", user);
  const old = await at("me", "POST", user);
  const key = await at("me", "POST", user, { headers: { "idempotency-key": "once" } });
  await at("me", "POST", user, {
    body: `{"token":"${key}"`,
    headers: { "content-type": "application/json" },
  });
  for (const one of [
    expired,
    forged,
    privateKey,
    `Bearer ${privateKey}`,
    `Bearer ${old}`,
    `Bearer ${key}`,
  ]) {
    for (const method of ["GET", "POST", "DELETE"]) await at(newUserId(), method, one);
    for (const token of [key, old, privateKey, user.slice(7)]) {
      const body = new URLSearchParams({ token });
      await call("POST", "/introspect", { body, headers: { authorization: one } });
    }
    await call("GET", `/users/${one}/api_key`, { headers: { authorization: user } });
    await call("GET", `/users/me/api_key?token=${one}`, {
      headers: { authorization: `${user}, ${one}` },
    });
  }
  for (const authorizationToken of [user, `Bearer ${key}`, `Bearer ${old}`, privateKey]) {
    const url = new URL("/2015-03-31/functions/Authorize/invocations", server.url);
    const event = { type: "TOKEN", methodArn: "arn", authorizationToken };
    await fetch(url, { method: "POST", body: JSON.stringify(event) });
  }
  await at("me", "DELETE", user);
  const { stderr } = await server.stop();

  expect([...statuses].sort()).toEqual([200, 201, 204, 400, 401, 403, 404]);
  for (const word of ['"event":"reset"', '"event":"revocation"', '"event":"refusal"', userId]) {
    expect(stderr).toContain(word);
  }
  const told = fragmentsOf(stderr);
  const secrets = [...stringsIn(ring), root, ...tokens].filter((secret) => secret.length > 12);
  expect(
    secrets.flatMap((secret) => [...fragmentsOf(secret)].filter((part) => told.has(part))),
  ).toEqual([]);
});
