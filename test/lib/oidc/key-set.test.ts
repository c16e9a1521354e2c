import { createHmac, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { compactVerify } from "jose";
import { openKeySet } from "../../../lib/oidc/key-set.ts";
import { type IssuerKey, newKey, signByKey } from "../../support/access-tokens.ts";

const keys = {
  RS256: newKey("k", "RS256"),
  ES256: newKey("k", "ES256"),
  ES384: newKey("k", "ES384"),
  ES512: newKey("k", "ES512"),
  EdDSA: newKey("k", "EdDSA"),
};
const { RS256: rsa, ES256: ec } = keys;

/** How a token by a key fares where the key is published like this. */
async function verify(key: IssuerKey, jwk: unknown, alg = key.alg) {
  const set = openKeySet({ keys: [jwk] });
  const token = signByKey({ alg, kid: "k" }, {}, { ...key, alg });
  return compactVerify(token, set.find, { algorithms: [alg] }).then(
    () => "verified",
    (error) => error.code,
  );
}

describe("a key verifies", () => {
  test.each(Object.entries(keys))("%s", async (_alg, key) => {
    expect(await verify(key, key.jwk)).toBe("verified");
  });

  test.each([["RS384"], ["RS512"], ["PS256"], ["PS384"], ["PS512"]])("%s", async (alg) => {
    expect(await verify(rsa, rsa.jwk, alg)).toBe("verified");
  });

  test("EdDSA by its other name", async () => {
    expect(await verify(keys.EdDSA, keys.EdDSA.jwk, "Ed25519")).toBe("verified");
  });

  test.each([
    ["for signatures", { use: "sig" }],
    ["to verify", { key_ops: ["verify"] }],
    ["to verify and more", { key_ops: ["encrypt", "verify"] }],
    ["not for export", { ext: false }],
    ["for this algorithm", { alg: "RS256" }],
    ["with its certificate", { x5c: ["x"], x5t: "x", x5u: "http://127.0.0.1:9/" }],
    ["with members that nobody knows", { issuer: "https://issuer.example", exp: 1 }],
  ])("that is published %s", async (_case, more) => {
    expect(await verify(rsa, { ...rsa.jwk, ...more })).toBe("verified");
  });

  test("that has 2,048 bits, and not one that has 2,047", async () => {
    const short = newKey("k", "RS256", 2047);
    expect(await verify(rsa, rsa.jwk)).toBe("verified");
    expect(await verify(short, short.jwk)).toBe("ERR_JWKS_NO_MATCHING_KEY");
  });
});

describe("a key is as good as absent", () => {
  const wholeRsa = rsa.privateKey.export({ format: "jwk" });

  test.each([
    ["for encryption", { use: "enc" }],
    ["for a use that nobody knows", { use: "x" }],
    ["for both uses", { use: ["sig", "enc"] }],
    ["to sign, but not to verify", { key_ops: ["sign"] }],
    ["for no operation", { key_ops: [] }],
    ["with operations that are no list", { key_ops: "verify" }],
    ["with its private half, so that whoever reads it could sign", wholeRsa],
    ["without kid", { kid: undefined }],
    ["with a kid that is no string", { kid: 1 }],
    ["for another algorithm", { alg: "RS512" }],
    ["for encryption by its algorithm", { alg: "RSA-OAEP" }],
    ["with an algorithm that is no string", { alg: ["RS256"] }],
    ["of another type", { kty: "EC" }],
    ["of a type that nobody knows", { kty: "AKP" }],
    ["of a type that is no string", { kty: ["RSA"] }],
    ["without modulus", { n: undefined }],
    ["with a modulus that is none", { n: {} }],
    ["with an empty modulus", { n: "" }],
    ["with a modulus of zeros", { n: "A".repeat(342) }],
    ["with an exponent that is none", { e: [] }],
  ])("%s", async (_case, more) => {
    expect(await verify(rsa, { ...rsa.jwk, ...more })).toBe("ERR_JWKS_NO_MATCHING_KEY");
  });

  test.each([
    ["on another curve", { crv: "P-384" }],
    ["on a curve that nobody knows", { crv: "x" }],
    ["off its curve", { x: ec.jwk.y }],
  ])("%s", async (_case, more) => {
    expect(await verify(ec, { ...ec.jwk, ...more })).toBe("ERR_JWKS_NO_MATCHING_KEY");
  });

  test.each([[null], [1], ["x"], [[]], [{}], [[rsa.jwk]]])("%j", async (jwk) => {
    expect(await verify(rsa, jwk)).toBe("ERR_JWKS_NO_MATCHING_KEY");
    const set = openKeySet({ keys: [jwk, ec.jwk] });
    expect([...set.kids]).toEqual(["k"]);
  });

  test("symmetric: whoever reads it could sign with it", async () => {
    const k = Buffer.alloc(32, 1);
    const set = openKeySet({ keys: [{ kty: "oct", kid: "k", k: k.toString("base64url") }] });
    const input = signByKey({ alg: "HS256", kid: "k" }, {}, rsa).replace(/\.[^.]*$/, "");
    const token = `${input}.${createHmac("sha256", k).update(input).digest("base64url")}`;
    expect(set.kids.size).toBe(0);
    await expect(compactVerify(token, set.find, { algorithms: ["HS256"] })).rejects.toThrow();
  });

  test("for key agreement", async () => {
    const { publicKey } = generateKeyPairSync("x25519");
    const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k" };
    expect(await verify(keys.EdDSA, jwk)).toBe("ERR_JWKS_NO_MATCHING_KEY");
  });
});

test("a set without keys has none, and is a set", () => {
  expect(openKeySet({ keys: [] }).kids.size).toBe(0);
});

test.each([[undefined], [null], [{}], ["x"], [{ 0: rsa.jwk, length: 1 }]])(
  "what has keys %j is no set",
  (keys) => {
    expect(() => openKeySet({ keys })).toThrow(
      expect.objectContaining({ status: 503, cause: "the issuer's key set has no list of keys" }),
    );
  },
);
