import { describe, expect, test } from "@jest/globals";
import { patience } from "../../lib/patience.ts";
import { synthesizeStacks } from "../support/stack.ts";

const { stack } = await synthesizeStacks();
const functions = stack.ofType("AWS::Lambda::Function").map(([, { Properties }]) => Properties);
const table = stack.only("AWS::DynamoDB::GlobalTable").id;
const secret = stack.only("AWS::SecretsManager::Secret").id;

test.each([["View"], ["Reset"], ["Revoke"], ["Introspect"], ["Authorize"]])(
  "%s gets the names of things, and no secret",
  (name) => {
    expect(stack.only("AWS::Lambda::Function", name).Environment).toEqual({
      Variables: { TABLE_NAME: { Ref: table }, KEY_RING_SECRET_ARN: { Ref: secret } },
    });
  },
);

test("Rotate gets the name of the secret", () => {
  expect(stack.only("AWS::Lambda::Function", "Rotate").Environment).toEqual({
    Variables: { KEY_RING_SECRET_ARN: { Ref: secret } },
  });
});

test("with an issuer, those who check tokens get to know it", async () => {
  const oidcIssuer = "https://login.example.com";
  const { stack } = await synthesizeStacks({ oidcIssuer, oidcAudience: "api-keys" });
  for (const [id, { Properties }] of stack.ofType("AWS::Lambda::Function")) {
    const { OIDC_ISSUER, OIDC_AUDIENCE } = Properties.Environment.Variables;
    const expected = id.startsWith("Rotate") ? [undefined, undefined] : [oidcIssuer, "api-keys"];
    expect([OIDC_ISSUER, OIDC_AUDIENCE]).toEqual(expected);
  }
});

describe("every function", () => {
  test("runs on the Node and the processors that its bundle is for", () => {
    for (const { Runtime, Architectures } of functions) {
      expect([Runtime, Architectures]).toEqual(["nodejs24.x", ["arm64"]]);
    }
  });

  test("logs as JSON to the log of all functions, and Lambda itself only warnings", () => {
    const LogGroup = { Ref: stack.only("AWS::Logs::LogGroup", "FunctionLogs").id };
    for (const { LoggingConfig } of functions) {
      expect(LoggingConfig).toEqual({ LogFormat: "JSON", LogGroup, SystemLogLevel: "WARN" });
    }
  });

  const longestCall = patience.maxAttempts * patience.requestHandler.requestTimeout;

  test("has longer than the longest it waits: for the secret, the read and the write", () => {
    for (const { Environment, Timeout } of functions) {
      if (!("TABLE_NAME" in Environment.Variables)) continue;
      expect(Timeout * 1000).toBeGreaterThan(3 * longestCall);
      expect(Timeout).toBeLessThan(30); // API Gateway waits no longer
    }
  });

  test("or, of Rotate, for the five calls of its longest step", () => {
    const { Timeout } = stack.only("AWS::Lambda::Function", "Rotate");
    expect(Timeout * 1000).toBeGreaterThan(5 * longestCall);
  });
});
