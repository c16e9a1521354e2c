import { describe, expect, test } from "@jest/globals";
import middy from "@middy/core";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { connect, type LiveApiKeyContext, liveApiKey, readConfig } from "../../../lib/index.ts";
import { startFaultyDatabase } from "../../support/faulty-database.ts";
import { privateKey } from "../../support/key-rings.ts";
import { startService } from "../../support/service.ts";
import { newUserId, userToken } from "../../support/tokens.ts";
import { newUser } from "../../support/users.ts";

const users = await startService();
const database = await startFaultyDatabase();

/** What a service of somebody else's looks like. */
const service = await connect(readConfig(process.env));
const handler = middy<APIGatewayProxyEventV2, unknown, Error, LiveApiKeyContext>()
  .use(liveApiKey(service))
  .handler(async (_event, { apiKey }) => ({ statusCode: 200, body: JSON.stringify(apiKey) }));

async function call(headers: Record<string, string> | null, more: object = {}) {
  const context = { getRemainingTimeInMillis: () => 10_000 } as LiveApiKeyContext & Context;
  const answer = await handler({ headers, ...more } as APIGatewayProxyEventV2, context);
  return answer as { statusCode: number; headers?: Record<string, string>; body: string };
}

describe("a live API key reaches the handler, with whose it is", () => {
  test("the current one", async () => {
    const user = newUser(users);
    const { data } = (await user.reset()).body;
    const answer = await call({ Authorization: `Bearer ${data?.token}` });
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      role: "api_key",
      userId: user.userId,
      apiKeyId: data?.id,
    });
  });

  test("one that overlaps, with its end", async () => {
    const user = newUser(users);
    const token = (await user.reset()).body.data?.token;
    await user.resetFor(60);
    const answer = await call({ authorization: `Bearer ${token}` });
    expect(JSON.parse(answer.body).expiresAt).toBeGreaterThan(Date.now() / 1000);
  });
});

describe("anything else is answered without the handler", () => {
  test.each([
    ["nothing", {}, 'Bearer realm="clara"'],
    [
      "a user token",
      { authorization: `Bearer ${userToken(newUserId())}` },
      'Bearer realm="clara", error="invalid_token"',
    ],
    [
      "the private key",
      { authorization: privateKey },
      'Bearer realm="clara", error="invalid_token"',
    ],
  ])("%s: 401", async (_case, headers, challenge) => {
    const answer = await call(headers as Record<string, string>);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toEqual({
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      "WWW-Authenticate": challenge,
    });
    expect(JSON.parse(answer.body)).toEqual({
      data: null,
      message: "Send a live API key in the Authorization header, like: Bearer <API key>.",
      status: "error",
    });
  });

  test("behind a REST API (payload 1.0): no headers at all, and two values", async () => {
    expect((await call(null)).statusCode).toBe(401);
    const authorization = `Bearer ${(await newUser(users).reset()).body.data?.token}`;
    const headers = { Authorization: authorization };
    const two = { multiValueHeaders: { Authorization: ["Bearer x", authorization] } };
    expect((await call(headers, two)).statusCode).toBe(400);
    const one = { multiValueHeaders: { Authorization: [authorization] } };
    expect((await call(headers, one)).statusCode).toBe(200);
  });

  test("a dead key: 401 from the first request after the reset's answer", async () => {
    const user = newUser(users);
    const authorization = `Bearer ${(await user.reset()).body.data?.token}`;
    await user.reset();
    expect((await call({ authorization })).statusCode).toBe(401);
  });

  test("two values: 400", async () => {
    expect((await call({ authorization: "Bearer a, Bearer b" })).statusCode).toBe(400);
  });

  test("an outage: 503, and a live key passes again after it", async () => {
    const user = newUser(users);
    const authorization = `Bearer ${(await user.reset()).body.data?.token}`;
    database.nextCall("GetItem");
    const answer = await call({ authorization });
    expect([answer.statusCode, answer.headers?.["Retry-After"]]).toEqual([503, "5"]);
    expect((await call({ authorization })).statusCode).toBe(200);
  });
});
