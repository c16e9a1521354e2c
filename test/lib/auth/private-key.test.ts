import { describe, expect, test } from "@jest/globals";
import { fullKeyRing, privateKey, privateKeyBefore } from "../../support/key-rings.ts";
import { startService } from "../../support/service.ts";
import { newUserId } from "../../support/tokens.ts";

const { view, logged } = await startService();

const present = (authorization: string) => view({ path: newUserId(), authorization });

describe("the private key", () => {
  test.each([
    ["the first configured value", privateKey],
    ["any other configured value", privateKeyBefore],
  ])("passes if it is %s", async (_case, key) => {
    expect((await present(key)).status).toBe(404);
  });

  test.each([
    ["cut short", privateKey.slice(0, -1)],
    ["lengthened", `${privateKey}a`],
    ["of the right length", `${privateKey.slice(0, -1)}b`],
    ["only the prefix", "clara_private_"],
    ["the root behind the prefix", `clara_private_${fullKeyRing.root}`],
  ])("is refused if it is %s", async (_case, key) => {
    const answer = await present(key);
    expect(answer.status).toBe(401);
    expect(answer.headers["WWW-Authenticate"]).toBe('Bearer realm="clara", error="invalid_token"');
    expect(logged.at(-1)?.cause).toBe("not a private key of ours");
  });

  test("never reaches the log", async () => {
    await present(`${privateKey}a`);
    expect(JSON.stringify(logged)).not.toContain("clara_private_");
  });
});
