import { execFile } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { bundleFunctions, neverLoaded } from "../../infra/bundle.ts";
import { newFolder } from "../support/command.ts";
import { newTable } from "../support/database.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { packageOf } from "../support/packages.ts";
import { newUserId, userToken } from "../support/tokens.ts";

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

const folder = newFolder();
const { outputs } = await bundleFunctions(folder);
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

/** What Node need not load for an answer, and what loads it if nobody takes care. */
const needless = {
  "internal/deps/undici/undici": "an import of node:http",
  "internal/webstreams/readablestream": "the SDK's way to read an answer",
  "internal/fs/promises": "the SDK's search for files of settings",
  "internal/fs/streams": "a copy of node:fs",
};

test("Node loads for the first answer of View what that takes, and no more", async () => {
  const script = `
    const { handler } = await import(process.argv[1]);
    const { statusCode } = await handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 9999 });
    const loaded = process.moduleLoadList.map((module) => module.replace("NativeModule ", ""));
    console.log(JSON.stringify({ statusCode, loaded }));`;
  const event = {
    headers: { authorization: `Bearer ${userToken(newUserId())}` },
    pathParameters: { user_id: "me" },
  };
  const args = [join(folder, "view/index.mjs"), JSON.stringify(event)];
  const env = { TABLE_NAME: await newTable(), KEY_RING: JSON.stringify(fullKeyRing) };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", script, ...args],
    { env: { ...process.env, NODE_OPTIONS: "", ...env } },
  );
  const [line = ""] = stdout.split("\n").filter((line) => line.includes("statusCode"));
  const { statusCode, loaded } = JSON.parse(line);
  expect(statusCode).toBe(404);
  expect(loaded).toContain("http");
  expect(Object.keys(needless).filter((module) => loaded.includes(module))).toEqual([]);
});
