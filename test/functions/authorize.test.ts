import { describe, expect, test } from "@jest/globals";
import { fullKeyRing, privateKey } from "../support/key-rings.ts";
import { startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";

const service = await startService();
const { authorize } = service;

const routeArn = "arn:aws:execute-api:eu-central-1:000000000000:abc/$default/GET/things";
const methodArn = "arn:aws:execute-api:eu-central-1:000000000000:abc/prod/GET/things";

const http = (authorization?: string) =>
  authorize({
    version: "2.0",
    type: "REQUEST",
    routeArn,
    identitySource: authorization === undefined ? null : [authorization],
    headers: authorization === undefined ? {} : { authorization },
  });
const restRequest = (authorization?: string) =>
  authorize({
    type: "REQUEST",
    methodArn,
    headers: authorization === undefined ? null : { Authorization: authorization },
  });
const restToken = (authorizationToken: string) =>
  authorize({ type: "TOKEN", methodArn, authorizationToken });

const allow = (context: { userId: string }) => ({
  principalId: context.userId,
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: methodArn }],
  },
  context,
});

async function liveKey() {
  const user = newUser(service);
  const { data } = (await user.reset()).body;
  const context = { userId: user.userId, role: "api_key", apiKeyId: data?.id };
  return { user, authorization: `Bearer ${data?.token}`, context };
}

describe("a live API key passes", () => {
  test("an HTTP API", async () => {
    const { authorization, context } = await liveKey();
    expect(await http(authorization)).toEqual({ isAuthorized: true, context });
  });

  test("a REST API, for the one method asked for", async () => {
    const { authorization, context } = await liveKey();
    expect(await restRequest(authorization)).toEqual(allow(context));
    expect(await restToken(authorization)).toEqual(allow(context));
  });

  test("while it overlaps with the next one", async () => {
    const { user, authorization, context } = await liveKey();
    await user.resetFor(60);
    expect(await http(authorization)).toEqual({ isAuthorized: true, context });
  });
});

test("a user token passes, without a key id in the context", async () => {
  const userId = newUserId();
  const authorization = `Bearer ${userToken(userId)}`;
  const context = { userId, role: "user" };
  expect(await http(authorization)).toEqual({ isAuthorized: true, context });
  expect(await restRequest(authorization)).toEqual(allow(context));
  expect(await restToken(authorization)).toEqual(allow(context));
});

describe("does not pass: the HTTP API's 403, the REST API's 401", () => {
  test.each([
    ["an empty value", ""],
    ["the private key, which is nobody", privateKey],
    ["another scheme", "Basic dXNlcjpwYXNz"],
    ["two values", "Bearer a, Bearer b"],
    ["an expired user token", `Bearer ${userToken(newUserId(), { claims: { exp: 1 } })}`],
    ["a forged one", `Bearer ${userToken(newUserId(), { secret: fullKeyRing.root })}`],
  ])("%s", async (_case, authorization) => {
    expect(await http(authorization)).toEqual({ isAuthorized: false });
    await expect(restRequest(authorization)).rejects.toThrow(/^Unauthorized$/);
    await expect(restToken(authorization)).rejects.toThrow(/^Unauthorized$/);
  });

  test("two values, of which a REST API shows the last among its headers", async () => {
    const { authorization } = await liveKey();
    const event = {
      type: "REQUEST",
      methodArn,
      headers: { Authorization: authorization },
      multiValueHeaders: { Authorization: ["Bearer x", authorization] },
    };
    await expect(authorize(event)).rejects.toThrow(/^Unauthorized$/);
    const one = { ...event, multiValueHeaders: { Authorization: [authorization] } };
    expect(await authorize(one)).toHaveProperty("policyDocument");
  });

  test("an event that no gateway sends", async () => {
    for (const event of [null, [], "x", { type: "TOKEN", methodArn, authorizationToken: 1 }]) {
      await expect(authorize(event as object)).rejects.toThrow(/^Unauthorized$/);
    }
  });

  test("nothing to show", async () => {
    expect(await http()).toEqual({ isAuthorized: false });
    await expect(restRequest()).rejects.toThrow(/^Unauthorized$/);
  });

  test("a superseded key, from the first request after the reset's answer", async () => {
    const { user, authorization } = await liveKey();
    await user.reset();
    expect(await http(authorization)).toEqual({ isAuthorized: false });
    await expect(restToken(authorization)).rejects.toThrow(/^Unauthorized$/);
  });

  test("a revoked key", async () => {
    const { user, authorization } = await liveKey();
    await user.revoke();
    expect(await http(authorization)).toEqual({ isAuthorized: false });
  });
});
