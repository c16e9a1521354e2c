import { describe, expect, test } from "@jest/globals";
import { isSecureUrl } from "../../../lib/oidc/secure-url.ts";

describe("secure", () => {
  test.each([
    ["https://issuer.example"],
    ["https://issuer.example/"],
    ["https://issuer.example:8443/realms/a"],
    ["https://[2001:db8::1]/"],
    ["http://localhost:9000"],
    ["http://127.0.0.1:9000/"],
    ["http://[::1]:9000/"],
  ])("%s", (url) => {
    expect(isSecureUrl(url)).toBe(true);
  });
});

describe("not secure", () => {
  test.each([
    [""],
    ["issuer.example"],
    ["//issuer.example"],
    ["http://issuer.example"],
    ["http://169.254.169.254/latest/meta-data"],
    ["http://localhost.issuer.example"],
    ["http://127.0.0.1.issuer.example"],
    ["http://127.0.0.1@issuer.example"],
    ["https://user:password@issuer.example"],
    ["https://user@issuer.example"],
    ["ftp://localhost"],
    ["file:///etc/passwd"],
    ["data:application/json,{}"],
    [" https://issuer.example"],
    ["https://issuer.example\n"],
    ["https://issuer.example/a b"],
    ["https://"],
  ])("%j", (url) => {
    expect(isSecureUrl(url)).toBe(false);
  });
});
