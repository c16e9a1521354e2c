import { describe, expect, test } from "@jest/globals";
import { readCredential } from "../../../lib/auth/credential.ts";
import { privateKey } from "../../support/key-rings.ts";
import { startService } from "../../support/service.ts";
import { newUserId, userToken } from "../../support/tokens.ts";

const { view } = await startService();

describe("a credential is known by its prefix", () => {
  test.each([
    ["Bearer clara_user_a.b.c", { kind: "user_token", jws: "a.b.c" }],
    ["bearer clara_user_a.b.c", { kind: "user_token", jws: "a.b.c" }],
    ["BEARER clara_user_a.b.c", { kind: "user_token", jws: "a.b.c" }],
    ["Bearer   clara_user_a.b.c", { kind: "user_token", jws: "a.b.c" }],
    ["Bearer clara_api_a.b.c", { kind: "api_key", token: "clara_api_a.b.c" }],
    ["clara_private_x", { kind: "private_key", key: "clara_private_x" }],
  ])("%s", (value, credential) => {
    expect(readCredential([value])).toEqual(credential);
  });
});

describe("no credentials: 401 and a challenge without an error code", () => {
  test.each([
    ["no header", undefined],
    ["an empty header", ""],
    ["Basic", "Basic dXNlcjpwYXNz"],
    ["a user token without a scheme", userToken(newUserId())],
    ["another scheme with a token of ours", `Token ${userToken(newUserId())}`],
  ])("%s", async (_case, authorization) => {
    const answer = await view({
      path: "me",
      ...(authorization !== undefined && { authorization }),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers["WWW-Authenticate"]).toBe('Bearer realm="clara"');
    expect(answer.body).toEqual({
      data: null,
      message:
        "Sign in first, then send your user token in the Authorization header, like: Bearer <token>.",
      status: "error",
    });
  });
});

describe("a header that can't be read one way only: 400 invalid_request", () => {
  const valid = `Bearer ${userToken(newUserId())}`;

  test.each([
    ["two values, joined by a comma", { authorization: `${valid},${valid}` }],
    ["two values, joined by a comma and a space", { authorization: `${valid}, ${privateKey}` }],
    ["two values without a space", { authorization: "Bearer clara_user_a.b.c,clara_user_a.b.c" }],
    ["two private keys", { authorization: `${privateKey},${privateKey}` }],
    ["two private keys with a space between", { authorization: `${privateKey} ${privateKey}` }],
    ["two values in two headers", { authorization: valid, headers: { Authorization: valid } }],
    ["one of two headers empty", { authorization: "", headers: { Authorization: valid } }],
    ["two tokens", { authorization: `${valid} x` }],
    ["a scheme without a token", { authorization: "Bearer" }],
    ["a scheme and a space", { authorization: "Bearer " }],
    ["a tab", { authorization: valid.replace(" ", "\t") }],
    ["a line break", { authorization: `${valid}\r\nx` }],
    ["a NUL", { authorization: `${valid}\0` }],
    ["not ASCII", { authorization: `${valid}é` }],
    ["a space behind", { authorization: `${valid} ` }],
    ["a space in front", { authorization: ` ${valid}` }],
  ])("%s", async (_case, call) => {
    const answer = await view({ path: "me", ...call });
    expect(answer.status).toBe(400);
    expect(answer.headers["WWW-Authenticate"]).toBe(
      'Bearer realm="clara", error="invalid_request"',
    );
    expect(answer.body).toEqual({
      data: null,
      message: "Send one Authorization header with one value, like: Bearer <token>.",
      status: "error",
    });
  });

  test("4,096 bytes are read, 4,097 are not", async () => {
    const ofLength = (length: number) => `Bearer clara_user_${"a".repeat(length - 18)}`;
    expect((await view({ path: "me", authorization: ofLength(4096) })).status).toBe(401);
    expect((await view({ path: "me", authorization: ofLength(4097) })).status).toBe(400);
  });
});

describe("a bearer token of no known kind: 401 invalid_token", () => {
  test.each([
    ["a word", "Bearer token"],
    ["a JWT without a prefix", `Bearer ${userToken(newUserId()).slice("clara_user_".length)}`],
    ["a private key behind a scheme", `Bearer ${privateKey}`],
    ["a prefix in capitals", `Bearer ${userToken(newUserId()).replace("clara", "CLARA")}`],
  ])("%s", async (_case, authorization) => {
    const answer = await view({ path: "me", authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers["WWW-Authenticate"]).toBe('Bearer realm="clara", error="invalid_token"');
    expect(answer.body).toEqual({
      data: null,
      message: "This token is not valid, or no longer valid. Get a new one and try again.",
      status: "error",
    });
  });
});
