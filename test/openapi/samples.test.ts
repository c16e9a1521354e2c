import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { newFolder, startServer } from "../support/command.ts";
import { fullKeyRing, privateKey } from "../support/key-rings.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { readDocument } from "./document.ts";

jest.setTimeout(120_000);

const { operations } = await readDocument();
const execute = promisify(execFile);
const hasCurl = spawnSync("curl", ["--version"]).status === 0;

const LOCAL = "http://localhost:3000/api/v1";

/** What each sample prints where it worked. */
const printed: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  viewApiKey: { Shell: /"message":"API key fetched successfully\."/, JavaScript: /^clara_api_/ },
  resetApiKey: { Shell: /"message":"API key reset successfully\."/, JavaScript: /^clara_api_/ },
  revokeApiKey: { Shell: /^HTTP\/1\.1 204 /, JavaScript: /^The user has no API key any more\.$/m },
  introspectToken: { Shell: /^\{"active":true,"sub":"user_/, JavaScript: /^user_[0-9a-f]{32}$/m },
};

const run: Readonly<Record<string, (source: string) => [file: string, args: string[]]>> = {
  Shell: (source) => ["sh", ["-c", source]],
  JavaScript: (source) => [process.execPath, ["--input-type=module", "--eval", source]],
};

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer(newFolder(), { KEY_RING: JSON.stringify(fullKeyRing) });
});
afterAll(() => server.stop());

/** A user who has a key, and the variables that the samples read. */
async function newCaller() {
  const TOKEN = userToken(newUserId());
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${server.url}/users/me/api_key`, { method: "POST", headers });
  const { data } = (await response.json()) as { data: { token: string } };
  return { TOKEN, PRIVATE: privateKey, KEY: data.token };
}

test.each(operations)("$operationId has a sample in each of four languages", (operation) => {
  const samples = operation["x-codeSamples"];
  expect(samples.map(({ lang }) => lang)).toEqual(["Shell", "JavaScript", "Java", "Swift"]);
  const url = `${LOCAL}${operation.path.replace("{user_id}", "me")}`;
  for (const { source } of samples) expect(source).toContain(url);
});

describe.each(Object.keys(run))("in %s, against npm start", (language) => {
  const runnable = language === "Shell" && !hasCurl ? test.skip : test;

  runnable.each(operations)("$operationId works as it is pasted", async (operation) => {
    const { source = "" } = operation["x-codeSamples"].find(({ lang }) => lang === language) ?? {};
    const [file, args] = run[language]?.(source.replaceAll(LOCAL, server.url)) ?? ["", []];
    const env = { ...process.env, ...(await newCaller()) };
    const { stdout } = await execute(file, args, { env });
    expect(stdout).toMatch(printed[operation.operationId]?.[language] ?? "");
  });
});
