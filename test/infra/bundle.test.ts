import { basename, dirname } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { bundleFunctions, neverLoaded } from "../../infra/bundle.ts";
import { newFolder } from "../support/command.ts";
import { packageOf } from "../support/packages.ts";

const MOST_BYTES = 250_000;

/** What each function loads at its start: another name here is weight that somebody has to defend. */
const inEveryBundle = [
  "@aws-sdk/client-secrets-manager",
  "@aws-sdk/core",
  "@aws-sdk/credential-provider-env",
  "@aws-sdk/credential-provider-node",
  "@aws/lambda-invoke-store",
  "@smithy/core",
  "@smithy/node-http-handler",
  "@smithy/signature-v4",
  "@smithy/types",
];
const forRecords = [
  "@aws-sdk/client-dynamodb",
  "@aws-sdk/dynamodb-codec",
  "@aws-sdk/endpoint-cache",
  "@aws-sdk/middleware-endpoint-discovery",
  "mnemonist",
  "obliterator",
];
const forTokens = ["jose"];
const forHttp = ["@middy/core", "content-type", "negotiator"];
const forBodies = ["@middy/http-json-body-parser", "@middy/util"];

const { outputs } = await bundleFunctions(newFolder());
const bundles = Object.entries(outputs).map(([file, output]) => ({
  name: basename(dirname(file)),
  ...output,
}));

test("each function has a bundle", () => {
  expect(bundles.map(({ name }) => name)).toEqual([
    "authorize",
    "introspect",
    "reset",
    "revoke",
    "rotate",
    "view",
  ]);
});

describe.each(bundles)("the bundle of $name", ({ name, bytes, inputs, imports }) => {
  test(`has at most ${MOST_BYTES} bytes`, () => {
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  test("has these packages in it, and no others", () => {
    const packages = Object.keys(inputs).flatMap((input) => packageOf(input) ?? []);
    expect([...new Set(packages)].sort()).toEqual(
      [
        ...inEveryBundle,
        ...(name === "rotate" ? [] : [...forRecords, ...forTokens]),
        ...(["authorize", "rotate"].includes(name) ? [] : forHttp),
        ...(name === "reset" ? forBodies : []),
      ].sort(),
    );
  });

  test("loads nothing from elsewhere at its start, Node's own modules by call", () => {
    expect(imports.filter(({ kind }) => kind !== "dynamic-import")).toEqual([]);
  });

  test("leaves out nothing but what the SDK loads for occasions that never come", () => {
    expect(new Set(imports.map(({ path }) => path))).toEqual(new Set(neverLoaded));
  });
});
