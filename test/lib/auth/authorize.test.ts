import { describe, expect, test } from "@jest/globals";
import { authorizeForUser, authorizeOperator } from "../../../lib/auth/authorize.ts";
import type { Principal } from "../../../lib/auth/principal.ts";

const userId = "user_31e827070dcf44198ec11a9112a9a572";
const other = "user_00000000000000000000000000000000";
const user: Principal = { role: "user", userId, issuedAt: 1, expiresAt: 2 };
const apiKey: Principal = {
  role: "api_key",
  userId,
  apiKeyId: "api_key_1",
  issuedAt: 1,
  expiresAt: undefined,
};
const privateKey: Principal = { role: "private_key" };

describe("authorizeForUser", () => {
  test.each<[string, Principal, string]>([
    ["a user on their own path", user, userId],
    ["a user on me", user, "me"],
    ["the private key on any user's path", privateKey, userId],
  ])("allows %s", (_case, principal, path) => {
    expect(authorizeForUser(principal, path)).toBe(userId);
  });

  test.each<[string, Principal, string | undefined, string]>([
    ["a user on another's path", user, other, "insufficient_scope"],
    ["a user on no user's path", user, "nobody", "insufficient_scope"],
    ["a user without a path", user, undefined, "insufficient_scope"],
    ["an API key on its own user's path", apiKey, userId, "insufficient_scope"],
    ["an API key on me", apiKey, "me", "insufficient_scope"],
    ["an API key on another's path", apiKey, other, "insufficient_scope"],
    ["the private key on me", privateKey, "me", "not_found"],
    ["the private key on upper-case hex", privateKey, userId.toUpperCase(), "not_found"],
    ["the private key without a path", privateKey, undefined, "not_found"],
  ])("refuses %s", (_case, principal, path, code) => {
    expect(() => authorizeForUser(principal, path)).toThrow(expect.objectContaining({ code }));
  });
});

describe("authorizeOperator", () => {
  test("allows the private key", () => {
    expect(() => authorizeOperator(privateKey)).not.toThrow();
  });

  test.each<[string, Principal]>([
    ["a user", user],
    ["an API key", apiKey],
  ])("refuses %s as if it had shown nothing of worth", (_case, principal) => {
    const invalid = expect.objectContaining({ code: "invalid_token", status: 401 });
    expect(() => authorizeOperator(principal)).toThrow(invalid);
  });
});
