import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { verifyUserToken } from "../../../lib/auth/user-token.ts";
import { openKeyRing } from "../../../lib/key-ring/key-ring.ts";
import { newFolder, run } from "../../support/command.ts";
import {
  cloudFormationError,
  secretOf,
  secretsManagerError,
  stackWith,
  startAws,
} from "../../support/deployed-stack.ts";
import { close, listen } from "../../support/http.ts";
import { fullKeyRing, privateKey } from "../../support/key-rings.ts";
import { newUserId } from "../../support/tokens.ts";

type Env = Record<string, string>;

const forPrivateKey = (env: Env, folder = newFolder()) =>
  run("token.ts", folder, ["--private", "--stack", "Keys"], env);

describe("npm run token -- --stack", () => {
  test("prints the private key in the stack's ring alone", async () => {
    const { env, asked } = await startAws();
    expect(await forPrivateKey(env)).toEqual({ code: 0, stdout: `${privateKey}\n`, stderr: "" });
    expect(new URLSearchParams(asked[0]).get("StackName")).toBe("Keys");
    expect(JSON.parse(asked[1] ?? "")).toEqual({ SecretId: "KeyRing-1" });
  });

  test("prints a user token that the stack takes", async () => {
    const { env } = await startAws();
    const userId = newUserId();
    const args = [userId, "--stack", "Keys", "--expires-in", "60"];
    const { code, stdout } = await run("token.ts", newFolder(), args, env);
    expect(code).toBe(0);
    const jws = stdout.trim().slice("clara_user_".length);
    const ring = openKeyRing(JSON.stringify(fullKeyRing));
    expect(await verifyUserToken(jws, ring)).toMatchObject({ userId });
  });

  test("leaves the laptop's key ring alone, and makes none", async () => {
    const { env } = await startAws();
    const folder = newFolder();
    const KEY_RING = JSON.stringify({ root: "another-root-0123456789-0123456789-0123456789" });
    expect((await forPrivateKey({ ...env, KEY_RING }, folder)).stdout).toBe(`${privateKey}\n`);
    expect(existsSync(join(folder, ".local"))).toBe(false);
  });

  test("takes credentials from a profile", async () => {
    const { env } = await startAws();
    const folder = newFolder();
    const config = join(folder, "config");
    writeFileSync(config, "[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n");
    const profile = { AWS_PROFILE: "keys", AWS_CONFIG_FILE: config };
    const { stdout } = await forPrivateKey({ ...env, ...signedOut, ...profile }, folder);
    expect(stdout).toBe(`${privateKey}\n`);
  });
});

/** Nobody: no variables, no files, and no machine to ask. */
const signedOut = {
  AWS_ACCESS_KEY_ID: "",
  AWS_SECRET_ACCESS_KEY: "",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
};

describe("npm run token -- --stack ends with one clear line and exit code 1", () => {
  const fails = async (answers: Parameters<typeof startAws>[0], more: Env = {}) => {
    const { env } = await startAws(answers);
    const { code, stdout, stderr } = await forPrivateKey({ ...env, ...more });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).not.toMatch(/root-secret|clara_private_\w/);
    return stderr;
  };

  test("without a region", async () => {
    expect(await fails({}, { ...signedOut, AWS_REGION: "" })).toBe(
      "Which region is the stack in? Set AWS_REGION, or AWS_PROFILE to a profile that has one.\n",
    );
  });

  test("without credentials", async () => {
    expect(await fails({}, signedOut)).toBe(
      "Sign in to AWS first, and set AWS_PROFILE if need be. (Could not load credentials from any providers)\n",
    );
  });

  test("if AWS can't be reached", async () => {
    const { server, url } = await listen(() => {});
    await close(server);
    expect(await fails({}, { AWS_ENDPOINT_URL_CLOUDFORMATION: url })).toMatch(
      /^AWS can't answer cloudformation:DescribeStacks\. \(.*ECONNREFUSED.*\)\n$/,
    );
  });

  test.each([
    [
      "there is no such stack",
      cloudFormationError("ValidationError", "Stack with id Keys does not exist"),
      "There is no stack Keys in the region eu-central-1.",
    ],
    [
      "the stack has no key ring",
      stackWith({ Url: "https://api.example" }),
      "The stack Keys has no output KeyRingSecret. Is it one of this service, and deployed to its end?",
    ],
    [
      "the credentials have expired",
      cloudFormationError("ExpiredToken", "The security token is expired"),
      "AWS does not take these credentials: sign in again. (The security token is expired)",
    ],
    [
      "the credentials may not look at stacks",
      cloudFormationError("AccessDenied", "User: Ada is not authorized"),
      "These AWS credentials may not call cloudformation:DescribeStacks. (User: Ada is not authorized)",
    ],
    [
      "CloudFormation says anything else",
      cloudFormationError("ValidationError", "One\nthing."),
      "AWS can't answer cloudformation:DescribeStacks. (One thing.)",
    ],
  ])("if %s", async (_case, stack, line) => {
    expect(await fails({ stack })).toBe(`${line}\n`);
  });

  test.each([
    [
      "the credentials may not read the secret",
      secretsManagerError("AccessDeniedException", "User: Ada is not authorized"),
      "These AWS credentials may not call secretsmanager:GetSecretValue. (User: Ada is not authorized)",
    ],
    [
      "the secret is gone",
      secretsManagerError("ResourceNotFoundException", "Secrets Manager can't find it."),
      "The secret KeyRing-1 of the stack Keys is gone.",
    ],
    [
      "the ring can't be used",
      secretOf('{"root":"hunter2"}'),
      'Stack Keys: The key ring cannot be used: "root" must be a string of at least 32 bytes.',
    ],
    [
      "the secret is bytes",
      { status: 200, body: '{"SecretBinary":"AAAA"}' },
      "Stack Keys: The key ring cannot be used: its text is not JSON.",
    ],
  ])("if %s", async (_case, secret, line) => {
    expect(await fails({ secret })).toBe(`${line}\n`);
  });

  test("if the stack has no name", async () => {
    const { code, stderr } = await run("token.ts", newFolder(), ["--private", "--stack", ""]);
    expect([code, stderr]).toEqual([1, "--stack takes the name of a stack. Try --help.\n"]);
  });
});
