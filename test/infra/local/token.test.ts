import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { verifyUserToken } from "../../../lib/auth/user-token.ts";
import { openKeyRing } from "../../../lib/key-ring/key-ring.ts";
import { newFolder, run } from "../../support/command.ts";
import { fullKeyRing, privateKey } from "../../support/key-rings.ts";
import { newUserId } from "../../support/tokens.ts";

const folder = newFolder();
const env = { KEY_RING: JSON.stringify(fullKeyRing) };
const ring = openKeyRing(env.KEY_RING);
const token = (...args: string[]) => run("token.ts", folder, args, env);

const claimsOf = (output: string) =>
  JSON.parse(Buffer.from(output.split(".")[1] ?? "", "base64url").toString());

describe("npm run token", () => {
  test("prints a user token alone, one that the service takes for an hour", async () => {
    const userId = newUserId();
    const { code, stdout, stderr } = await token(userId);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^clara_user_[\w.-]+\n$/);
    const jws = stdout.trim().slice("clara_user_".length);
    expect(await verifyUserToken(jws, ring)).toMatchObject({ role: "user", userId });
    const { iat, exp } = claimsOf(stdout);
    expect(exp - iat).toBe(3600);
  });

  test.each([["60"], ["-60"], ["0"]])("lets it expire in %s seconds", async (seconds) => {
    const { stdout } = await token(newUserId(), `--expires-in=${seconds}`);
    const { iat, exp } = claimsOf(stdout);
    expect(exp - iat).toBe(Number(seconds));
  });

  test("prints the private key alone", async () => {
    expect(await token("--private")).toEqual({ code: 0, stdout: `${privateKey}\n`, stderr: "" });
  });

  test("makes a key ring the first time, for its owner's eyes, and keeps to it", async () => {
    const empty = newFolder();
    const first = await run("token.ts", empty, ["--private"]);
    const second = await run("token.ts", empty, ["--private"]);
    expect(first.stdout).toMatch(/^clara_private_[\w-]{43}\n$/);
    expect(second.stdout).toBe(first.stdout);
    const file = join(empty, ".local/key-ring.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(file, "utf8")))).toEqual(["root"]);
  });

  test("makes one key ring when several start at once", async () => {
    const empty = newFolder();
    const all = await Promise.all([1, 2, 3, 4].map(() => run("token.ts", empty, ["--private"])));
    expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  });

  test("explains itself", async () => {
    const { code, stdout } = await token("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("--expires-in SECONDS");
  });
});

describe("npm run token ends with one clear line and exit code 1", () => {
  const userId = newUserId();

  test.each([
    ["no user", [], "Name one user. Try --help."],
    ["two users", [userId, userId], "Name one user. Try --help."],
    ["what is no user id", ["me"], "A user id is user_ and 32 lower-case hex digits. Try --help."],
    [
      "a time that is no number",
      [userId, "--expires-in", "1h"],
      "--expires-in takes a whole number of seconds. Try --help.",
    ],
    [
      "the private key of a user",
      ["--private", userId],
      "--private takes no user and no time. Try --help.",
    ],
    ["an unknown option", ["--admin"], "Unknown option '--admin'. Try --help."],
  ])("for %s", async (_case, args, line) => {
    expect(await token(...args)).toEqual({ code: 1, stdout: "", stderr: `${line}\n` });
  });
});
