import { beforeEach, describe, expect, test } from "@jest/globals";
import { AUDIENCE, accessToken, newKey } from "../support/access-tokens.ts";
import { at } from "../support/clock.ts";
import { startIssuer } from "../support/issuer.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { unavailable } from "../support/unavailable.ts";
import { introspectionOf, newUser } from "../support/users.ts";

const JWKS = "/jwks";
const issuer = await startIssuer();
const keys = [issuer.key("RS256")];
const settings = { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE };
const service = await startService(fullKeyRing, settings);
const { view, reset, revoke, introspect, authorize } = service;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const authorizerEvent = (token: string) => ({
  type: "REQUEST",
  routeArn: "arn",
  headers: bearer(token),
});

beforeEach(() => {
  issuer.answers(JWKS);
  issuer.signsWith(...keys);
});

describe("a user with an access token", () => {
  const userId = newUserId();
  const newToken = () => issuer.accessToken({ sub: userId });

  test("makes, looks at and revokes their API key", async () => {
    const call = { path: "me", ...bearer(await newToken()) };
    const made = await reset(call);
    expect(made.status).toBe(201);
    expect(made.body.data?.user_id).toBe(userId);
    expect((await view(call)).body.data?.token).toBe(made.body.data?.token);
    expect((await revoke(call)).status).toBe(204);
    expect((await view(call)).status).toBe(404);
  });

  test("is the user that the login service's tokens tell of", async () => {
    const user = newUser(service);
    const { data } = (await user.reset()).body;
    const token = await issuer.accessToken({ sub: user.userId });
    expect((await view({ path: user.userId, ...bearer(token) })).body.data).toEqual(data);
  });

  test("may not look at another user's API key", async () => {
    const call = { path: newUserId(), ...bearer(await newToken()) };
    expect((await view(call)).status).toBe(403);
  });

  test("passes the authorizer of other APIs", async () => {
    expect(await authorize(authorizerEvent(await newToken()))).toEqual({
      isAuthorized: true,
      context: { userId, role: "user" },
    });
  });

  test("is who Introspect says that they are", async () => {
    const token = await newToken();
    const { iat, exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    expect((await introspect(introspectionOf(token))).body).toEqual({
      active: true,
      sub: userId,
      iat,
      exp,
      role: "user",
      token_type: "Bearer",
    });
  });

  test("may not introspect", async () => {
    const token = await newToken();
    const answer = await introspect({ ...introspectionOf(token), ...bearer(token) });
    expect(answer.status).toBe(401);
  });
});

describe("a key of the issuer's", () => {
  test("that is new since the functions started passes at once", async () => {
    const { view } = await startService(fullKeyRing, settings);
    issuer.signsWith(newKey("new", "RS256"), ...keys);
    const token = await issuer.accessToken({ sub: newUserId() });
    expect((await view({ path: "me", ...bearer(token) })).status).toBe(404);
  });

  test("that it withdrew is refused five minutes later", async () => {
    const { view } = await startService(fullKeyRing, settings);
    const token = await issuer.accessToken({ sub: newUserId() });
    issuer.signsWith(newKey("new", "RS256"));
    expect((await view({ path: "me", ...bearer(token) })).status).toBe(404);
    at(Date.now() / 1000 + 5 * 60);
    expect((await view({ path: "me", ...bearer(token) })).status).toBe(401);
  });

  test("that it never had is refused everywhere, while it answers", async () => {
    const key = newKey("unknown", "RS256");
    const token = accessToken({ key, iss: issuer.url, aud: AUDIENCE });
    expect((await view({ path: "me", ...bearer(token) })).status).toBe(401);
    expect(await authorize(authorizerEvent(token))).toEqual({ isAuthorized: false });
    expect((await introspect(introspectionOf(token))).body).toEqual({ active: false });
  });
});

describe("while the issuer can't be reached", () => {
  beforeEach(() => {
    at(Date.now() / 1000 + 3600); // the keys of before are not in use any more
    issuer.answers(JWKS, (request) => request.destroy());
  });

  test("an access token is an outage everywhere, and never refused", async () => {
    const token = await issuer.accessToken({ sub: "a" });
    expect(await view({ path: "me", ...bearer(token) })).toMatchObject(unavailable);
    expect((await introspect(introspectionOf(token))).status).toBe(503);
    await expect(authorize(authorizerEvent(token))).rejects.toMatchObject({ status: 503 });
  });

  test("an access token that is wrong without its signature is 401", async () => {
    const token = await issuer.accessToken({ sub: "a", audience: "https://other.example" });
    expect((await view({ path: "me", ...bearer(token) })).status).toBe(401);
  });

  test("tokens that are not the issuer's are what they are", async () => {
    const token = userToken(newUserId());
    expect((await view({ path: "me", ...bearer(token) })).status).toBe(404);
  });
});
