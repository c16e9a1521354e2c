import { describe, expect, test } from "@jest/globals";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { sampleEvent } from "../../../../infra/local/sam/sample-event.ts";
import { synthesize } from "../../../../infra/local/synthesize.ts";
import { newFolder } from "../../../support/command.ts";
import { fullKeyRing, privateKey } from "../../../support/key-rings.ts";
import { context, startService } from "../../../support/service.ts";
import { newUserId, userToken } from "../../../support/tokens.ts";
import { samEvent } from "./event.ts";

await startService(fullKeyRing);

type Handler = (event: unknown, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

async function run(name: string, event: unknown) {
  const { handler } = (await import(`../../../../functions/${name}.ts`)) as { handler: Handler };
  const { statusCode, headers, body } = await handler(event, context());
  return { status: statusCode, headers, body: JSON.parse(body ?? "null") };
}

/** A new user, as sam tells of their calls. */
function newCaller() {
  const userId = newUserId();
  const Authorization = `Bearer ${userToken(userId)}`;
  const call =
    (name: string, method: string) =>
    (more: { headers?: object; body?: string } = {}) =>
      run(name, samEvent({ method, ...more, headers: { Authorization, ...more.headers } }));
  return {
    userId,
    Authorization,
    view: call("view", "GET"),
    reset: call("reset", "POST"),
    revoke: call("revoke", "DELETE"),
  };
}

describe("what sam local makes of a request is understood", () => {
  test("Authorization in Title-Case, and a reset whose empty body is a text", async () => {
    const { view, reset, revoke } = newCaller();
    const made = await reset();
    expect(made.status).toBe(201);
    expect((await view()).body.data).toEqual(made.body.data);
    expect((await revoke()).status).toBe(204);
    expect((await view()).status).toBe(404);
  });

  test("an empty body that is said to be JSON counts as none", async () => {
    const headers = { "Content-Length": "0", "Content-Type": "application/json" };
    expect((await newCaller().reset({ headers })).status).toBe(201);
  });

  test("a JSON body, and Idempotency-Key in Title-Case", async () => {
    const { reset } = newCaller();
    const headers = { "Content-Type": "application/json", "Idempotency-Key": "abc" };
    await reset();
    const made = await reset({ headers, body: '{"grace_period_seconds":60}' });
    expect(made.body.data).toHaveProperty("previous_expires_at");
    const again = await reset({ headers, body: '{"grace_period_seconds":60}' });
    expect(again.body.data.id).toBe(made.body.data.id);
  });

  test("a body of other members", async () => {
    const headers = { "Content-Type": "application/json" };
    expect((await newCaller().reset({ headers, body: '{"ü":1}' })).status).toBe(400);
  });

  test("two Accept headers, joined", async () => {
    const { headers } = await newCaller().view({
      headers: { Accept: "text/plain,application/json;q=0.5" },
    });
    expect(headers?.["Content-Type"]).toBe("text/plain");
  });

  test.each([
    ["two Authorization headers, joined", "Bearer a,Bearer b", 400],
    ["an empty Authorization header", "", 401],
    ["an Authorization header beyond ASCII", "Bearer é", 400],
  ])("%s", async (_case, Authorization, status) => {
    expect((await newCaller().view({ headers: { Authorization } })).status).toBe(status);
  });

  test("a request without credentials", async () => {
    const { status, headers } = await run("view", samEvent({}));
    expect([status, headers?.["WWW-Authenticate"]]).toEqual([401, 'Bearer realm="clara"']);
  });

  test("cookies, which AWS takes out of the headers", async () => {
    const { view, reset } = newCaller();
    await reset();
    expect((await view({ headers: { Cookie: "x=1; y=2" } })).status).toBe(200);
  });

  test("a path of bytes that are no UTF-8", async () => {
    const { Authorization } = newCaller();
    const path = "/api/v1/users/\ufffd/api_key";
    const pathParameters = { user_id: "\ufffd" };
    const event = samEvent({ path, pathParameters, headers: { Authorization } });
    expect((await run("view", event)).status).toBe(403);
  });

  test("a form, as text where AWS has base64, and a route without path parameters", async () => {
    const { userId, reset } = newCaller();
    const key = (await reset()).body.data.token;
    const event = samEvent({
      method: "POST",
      path: "/api/v1/introspect",
      routePath: "/api/v1/introspect",
      pathParameters: {},
      headers: {
        Authorization: privateKey,
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: `token=${key}`,
    });
    expect((await run("introspect", event)).body).toMatchObject({ active: true, sub: userId });
  });
});

describe("npm run sam -- invoke, without an event", () => {
  const userId = newUserId();
  const callers = { userToken: userToken(userId), privateKey };
  const sampled = async (name: string) => {
    const { routes } = await synthesized;
    return JSON.parse(sampleEvent(name, routes, callers));
  };
  const synthesized = synthesize(newFolder());

  test("resets, looks and revokes for the user", async () => {
    expect((await run("reset", await sampled("Reset"))).status).toBe(201);
    expect((await run("view", await sampled("View"))).body.data.user_id).toBe(userId);
    expect((await run("revoke", await sampled("Revoke"))).status).toBe(204);
  });

  test("introspects the user's token for the operator", async () => {
    const { status, body } = await run("introspect", await sampled("Introspect"));
    expect([status, body]).toEqual([200, expect.objectContaining({ active: true, sub: userId })]);
  });

  test("authorizes the user", async () => {
    const { handler } = await import("../../../../functions/authorize.ts");
    expect(await handler(await sampled("Authorize"), context())).toMatchObject({
      principalId: userId,
    });
  });

  test("asks for an event where there is none that suits", async () => {
    await expect(sampled("Rotate")).rejects.toThrow(
      "There is no event to try Rotate with: npm run sam -- invoke rotate -e FILE",
    );
  });
});
