import { describe, expect, test } from "@jest/globals";
import { ConfigError, readConfig, readRotationConfig } from "../../lib/config.ts";
import { startHandlers } from "../support/service.ts";

const region = { AWS_REGION: "eu-central-1" };
const table = { TABLE_NAME: "api-keys" };
const secret = { KEY_RING_SECRET_ARN: "arn:aws:secretsmanager:…" };
const ring = { KEY_RING: "{}" };

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

describe("a function with a wrong configuration does not start", () => {
  test.each([
    ["no table", { TABLE_NAME: "" }, "Missing from the environment: TABLE_NAME"],
    [
      "a key ring that is short",
      { KEY_RING: '{"root":"short"}' },
      '"root" must be a string of at least 32 bytes',
    ],
  ])("%s", async (_case, env, problem) => {
    const start = startHandlers({ ...region, ...table, KEY_RING: "{}", ...env });
    await expect(start).rejects.toThrow(problem);
  });
});
