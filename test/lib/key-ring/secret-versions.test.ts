import { inspect } from "node:util";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, expect, test } from "@jest/globals";
import { RotationError } from "../../../lib/key-ring/rotation.ts";
import { SecretVersions } from "../../../lib/key-ring/secret-versions.ts";
import { close, listen } from "../../support/http.ts";

let answer = "";
const { server, url } = await listen((_request, response) => {
  response.setHeader("content-type", "application/x-amz-json-1.1").end(answer);
});
afterAll(() => close(server));

const versions = new SecretVersions(new SecretsManagerClient({ endpoint: url }), "arn");

test("an error does not quote an answer that comes garbled", async () => {
  answer = '{"SecretString": hunter2';
  const error = await versions.current().catch((thrown) => thrown);
  expect(error).toBeInstanceOf(RotationError);
  expect(inspect(error, { showHidden: true })).not.toContain("hunter2");
});

test("a version without a date is not taken for an old one", async () => {
  answer = '{"SecretString":"…","VersionId":"…"}';
  await expect(versions.current()).rejects.toThrow("has no date");
});

test("a secret that was never rotated was rotated at no time, and its rotation is not turned off", async () => {
  answer = '{"VersionIdsToStages":{"v1":["AWSCURRENT"]}}';
  expect(await versions.describe()).toEqual({
    labels: new Map([["v1", ["AWSCURRENT"]]]),
    rotationIsOff: false,
    rotatedAt: 0,
  });
});
