import { createSecretKey } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { CompactSign, compactVerify } from "jose";
import { isSignedHs256, signHs256 } from "../../lib/hs256.ts";

const secrets = fc.string({ unit: "binary", minLength: 32, maxLength: 200 });
const payloads = fc.uint8Array({ maxLength: 300 });
const header = Buffer.from('{"alg":"HS256"}').toString("base64url");

const keyOf = (secret: string) => createSecretKey(secret, "utf8");
const inputOf = (payload: Uint8Array) => `${header}.${Buffer.from(payload).toString("base64url")}`;
const takenByJose = async (token: string, secret: string) =>
  compactVerify(token, Buffer.from(secret), { algorithms: ["HS256"] }).then(
    () => true,
    () => false,
  );

test("signs the example of RFC 7515, appendix A.1, as it is there", () => {
  const key = createSecretKey(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "base64url",
  );
  const signingInput =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const signature = Buffer.from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "base64url");
  expect(signHs256(signingInput, key)).toEqual(signature);
  expect(isSignedHs256(signature, signingInput, key)).toBe(true);
});

describe("beside jose", () => {
  test("what one signs the other takes", async () => {
    const both = fc.asyncProperty(secrets, payloads, async (secret, payload) => {
      const signingInput = inputOf(payload);
      const ours = signHs256(signingInput, keyOf(secret));
      expect(await takenByJose(`${signingInput}.${ours.toString("base64url")}`, secret)).toBe(true);

      const signer = new CompactSign(payload).setProtectedHeader({ alg: "HS256" });
      const joses = (await signer.sign(Buffer.from(secret))).split(".")[2] ?? "";
      expect(isSignedHs256(Buffer.from(joses, "base64url"), signingInput, keyOf(secret))).toBe(
        true,
      );
    });
    await fc.assert(both);
  });

  test("what neither signed neither takes", async () => {
    const signatures = fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes));
    const neither = fc.asyncProperty(
      secrets,
      payloads,
      signatures,
      fc.nat(31),
      fc.integer({ min: 1, max: 255 }),
      async (secret, payload, random, at, difference) => {
        const signingInput = inputOf(payload);
        const right = signHs256(signingInput, keyOf(secret));
        const altered = Buffer.from(right);
        altered[at] = (altered[at] ?? 0) ^ difference;
        const wrong = [random, altered, right.subarray(0, at), Buffer.concat([right, right])];
        for (const signature of wrong) {
          expect(isSignedHs256(signature, signingInput, keyOf(secret))).toBe(false);
          const token = `${signingInput}.${signature.toString("base64url")}`;
          expect(await takenByJose(token, secret)).toBe(false);
        }
      },
    );
    await fc.assert(neither);
  });
});
