import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { fullKeyRing, privateKey, privateKeyBefore } from "../support/key-rings.ts";
import { newUserId, signSegments, userToken } from "../support/tokens.ts";

const real = await import("node:crypto");
const timingSafeEqual = jest.fn(real.timingSafeEqual);
jest.unstable_mockModule("node:crypto", () => ({ ...real, default: real, timingSafeEqual }));
const { startService } = await import("../support/service.ts");
const { newUser } = await import("../support/users.ts");

const service = await startService();
const user = newUser(service);
const apiKey = (await user.reset()).body.data?.token ?? "";

beforeEach(() => {
  timingSafeEqual.mockClear();
});

/** What was compared, as text. */
const compared = (encoding: "utf8" | "base64url") =>
  timingSafeEqual.mock.calls.map((pair) =>
    pair.map((bytes) => Buffer.from(bytes as Buffer).toString(encoding)),
  );
const signatureOf = (token: string) => token.slice(token.lastIndexOf(".") + 1);

const flipped = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

describe("the private key", () => {
  const prefix = "clara_private_".length;
  const guesses = [
    ["nothing", flipped(privateKey, prefix)],
    ["half", flipped(privateKey, Math.floor((prefix + privateKey.length) / 2))],
    ["all but the last byte", flipped(privateKey, privateKey.length - 1)],
    ["all of the first", privateKey],
    ["all of the last", privateKeyBefore],
  ];

  test.each(guesses)(
    "right in %s is compared whole with every one of the ring",
    async (_right, key) => {
      await service.view({ path: newUserId(), authorization: key });
      expect(compared("utf8")).toEqual(fullKeyRing.private_key.map((own) => [own, key]));
    },
  );
});

describe("an API key", () => {
  const signature = apiKey.lastIndexOf(".") + 1;

  test.each([
    ["nothing", flipped(apiKey, signature)],
    ["half", flipped(apiKey, Math.floor((signature + apiKey.length) / 2))],
    ["all but the last byte but one", flipped(apiKey, apiKey.length - 2)],
  ])(
    "whose signature is right in %s has it compared whole, and is looked at no further",
    async (_right, key) => {
      expect(await user.statusOf(key)).toBe(401);
      expect(compared("base64url")).toEqual([[signatureOf(key), signatureOf(apiKey)]]);
    },
  );

  test("that is signed by us is compared whole with what the record derives", async () => {
    expect(await user.statusOf(apiKey)).toBe(403);
    expect(compared("base64url")[0]).toEqual([signatureOf(apiKey), signatureOf(apiKey)]);
    expect(compared("utf8").slice(1)).toEqual([[apiKey, apiKey]]);

    timingSafeEqual.mockClear();
    const next = (await user.reset()).body.data?.token;
    timingSafeEqual.mockClear();
    expect(await user.statusOf(apiKey)).toBe(401);
    expect(compared("utf8").slice(1)).toEqual([[apiKey, next]]);
  });
});

describe("a user token", () => {
  const token = userToken(user.userId);
  const signingInput = token.slice("clara_user_".length, token.lastIndexOf("."));
  const signature = token.lastIndexOf(".") + 1;

  test.each([
    ["nothing", flipped(token, signature)],
    ["half", flipped(token, Math.floor((signature + token.length) / 2))],
    ["all but the last byte but one", flipped(token, token.length - 2)],
  ])(
    "whose signature is right in %s has it compared whole with every secret's",
    async (_right, forged) => {
      expect(await user.statusOf(forged)).toBe(401);
      const right = fullKeyRing.user_token.map((secret) => signSegments(signingInput, secret));
      expect(compared("base64url")).toEqual(
        right.map((whole) => [signatureOf(forged), signatureOf(whole)]),
      );
    },
  );
});
