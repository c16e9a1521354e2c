import { describe, expect, test } from "@jest/globals";
import { ConfigError, readConfig, readRotationConfig } from "../../lib/config.ts";
import { startHandlers } from "../support/service.ts";

const region = { AWS_REGION: "eu-central-1" };
const table = { TABLE_NAME: "api-keys" };
const secret = { KEY_RING_SECRET_ARN: "arn:aws:secretsmanager:…" };
const ring = { KEY_RING: "{}" };
const issuer = (OIDC_ISSUER: string) => ({ OIDC_ISSUER, OIDC_AUDIENCE: "api-keys" });

describe("readConfig", () => {
  test("takes the key ring from Secrets Manager", () => {
    expect(readConfig({ ...region, ...table, ...secret })).toEqual({
      region: "eu-central-1",
      tableName: "api-keys",
      keyRing: { from: "secret", arn: secret.KEY_RING_SECRET_ARN },
    });
  });

  test("takes the key ring from the environment", () => {
    expect(readConfig({ ...region, ...table, ...ring }).keyRing).toEqual({
      from: "environment",
      json: "{}",
    });
  });

  test("gives settings that can't be changed", () => {
    const config = readConfig({ ...region, ...table, ...secret });
    expect(Object.isFrozen(config) && Object.isFrozen(config.keyRing)).toBe(true);
  });

  test.each([
    [{}, "AWS_REGION, TABLE_NAME, KEY_RING_SECRET_ARN (or KEY_RING)"],
    [{ ...region, ...ring }, "TABLE_NAME"],
    [{ ...table, ...ring }, "AWS_REGION"],
    [{ ...region, ...table }, "KEY_RING_SECRET_ARN (or KEY_RING)"],
    [{ ...region, TABLE_NAME: "", KEY_RING: "" }, "TABLE_NAME, KEY_RING_SECRET_ARN (or KEY_RING)"],
  ])("names every variable that is missing from %j", (env, names) => {
    expect(() => readConfig(env)).toThrow(
      new ConfigError(`Missing from the environment: ${names}.`),
    );
  });

  test("refuses two key rings", () => {
    expect(() => readConfig({ ...region, ...table, ...secret, ...ring })).toThrow(
      new ConfigError("Set KEY_RING_SECRET_ARN or KEY_RING, not both."),
    );
  });
});

describe("readRotationConfig", () => {
  test("needs no table", () => {
    expect(readRotationConfig({ ...region, ...secret })).toEqual({
      region: "eu-central-1",
      keyRingArn: secret.KEY_RING_SECRET_ARN,
    });
  });

  test.each([
    [{}, "AWS_REGION, KEY_RING_SECRET_ARN"],
    [{ ...region, ...ring }, "KEY_RING_SECRET_ARN"],
    [{ ...secret }, "AWS_REGION"],
  ])("names every variable that is missing from %j", (env, names) => {
    expect(() => readRotationConfig(env)).toThrow(
      new ConfigError(`Missing from the environment: ${names}.`),
    );
  });
});

describe("an OpenID Connect issuer", () => {
  const read = (env: object) => readConfig({ ...region, ...table, ...ring, ...env }).issuer;

  test.each([
    ["https://issuer.example"],
    ["https://issuer.example/"],
    ["https://issuer.example/realms/a"],
    ["https://ISSUER.example:8443"],
    ["http://127.0.0.1:9000"],
    ["http://localhost:9000/"],
  ])("is %s, to the character", (url) => {
    const settings = read(issuer(url));
    expect(settings).toEqual({ url, audience: "api-keys" });
    expect(Object.isFrozen(settings)).toBe(true);
  });

  test("is none where there is neither issuer nor audience", () => {
    const config = readConfig({ ...region, ...table, ...ring, OIDC_ISSUER: "", OIDC_AUDIENCE: "" });
    expect("issuer" in config).toBe(false);
  });

  test.each([
    [{ OIDC_ISSUER: "https://issuer.example" }, "OIDC_ISSUER is set, so set OIDC_AUDIENCE too"],
    [{ OIDC_AUDIENCE: "api-keys" }, "OIDC_AUDIENCE is set, so set OIDC_ISSUER too"],
  ])("is refused where there is but %j", (env, problem) => {
    expect(() => read(env)).toThrow(new ConfigError(`${problem}, or neither.`));
  });

  test.each([
    ["issuer.example"],
    ["http://issuer.example"],
    ["https://issuer.example?tenant=a"],
    ["https://issuer.example?"],
    ["https://issuer.example#a"],
    ["https://issuer.example#"],
    ["https://user:password@issuer.example"],
    ["https://issuer.example "],
    ["ftp://issuer.example"],
  ])("is not %j", (url) => {
    expect(() => read(issuer(url))).toThrow(
      new ConfigError(
        "OIDC_ISSUER must be an https URL without user name, query and fragment; http is for this machine alone.",
      ),
    );
  });
});

describe("a function with a wrong configuration does not start", () => {
  test.each([
    ["no table", { TABLE_NAME: "" }, "Missing from the environment: TABLE_NAME"],
    [
      "a key ring that is short",
      { KEY_RING: '{"root":"short"}' },
      '"root" must be a string of at least 32 bytes',
    ],
    ["an issuer without audience", { OIDC_ISSUER: "https://a.example" }, "set OIDC_AUDIENCE too"],
  ])("%s", async (_case, env, problem) => {
    const start = startHandlers({ ...region, ...table, KEY_RING: "{}", ...env });
    await expect(start).rejects.toThrow(problem);
  });
});
