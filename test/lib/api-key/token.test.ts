import { describe, expect, test } from "@jest/globals";
import { deriveToken } from "../../../lib/api-key/token.ts";
import { openKeyRing } from "../../../lib/key-ring/key-ring.ts";
import { fullKeyRing } from "../../support/key-rings.ts";

const keyRing = openKeyRing(JSON.stringify(fullKeyRing));
const rootOnly = openKeyRing(JSON.stringify({ root: fullKeyRing.root }));

const record = {
  userId: "user_31e827070dcf44198ec11a9112a9a572",
  id: "api_key_d3be80e32b714ec691b1a8d96ba62635",
  kid: "k1",
  createdAt: 1764201088,
  updatedAt: 1764201088,
};

const decode = (segment = "") => Buffer.from(segment, "base64url").toString();

describe("the token of a record", () => {
  /** Made once by another program (Python's hmac and hashlib). If this fails, every key in the field would change. */
  test("is this one, for ever", async () => {
    expect(deriveToken(record, keyRing)).toBe(
      "clara_api_eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIiwidHlwIjoiSldUIn0.eyJzdWIiOiJ1c2VyXzMxZTgyNzA3MGRjZjQ0MTk4ZWMxMWE5MTEyYTlhNTcyIiwicm9sZSI6ImFwaV9rZXkiLCJqdGkiOiJhcGlfa2V5X2QzYmU4MGUzMmI3MTRlYzY5MWIxYThkOTZiYTYyNjM1IiwiaWF0IjoxNzY0MjAxMDg4fQ.6WbSt_0SpD8i--N73Y8Md4aMBqgQt8OWCiaLCMazY8M",
    );
  });

  test("is this one under the key that is derived from the root, for ever", async () => {
    expect(deriveToken({ ...record, kid: "root" }, rootOnly)).toBe(
      "clara_api_eyJhbGciOiJIUzI1NiIsImtpZCI6InJvb3QiLCJ0eXAiOiJKV1QifQ.eyJzdWIiOiJ1c2VyXzMxZTgyNzA3MGRjZjQ0MTk4ZWMxMWE5MTEyYTlhNTcyIiwicm9sZSI6ImFwaV9rZXkiLCJqdGkiOiJhcGlfa2V5X2QzYmU4MGUzMmI3MTRlYzY5MWIxYThkOTZiYTYyNjM1IiwiaWF0IjoxNzY0MjAxMDg4fQ.uJMhVlZVrAn-Zk2EfvhhpA1ardqL_SbhlPEQD6XstPI",
    );
  });

  test("has its header and claims in this order", async () => {
    const [header, claims] = deriveToken(record, keyRing).slice("clara_api_".length).split(".");
    expect(decode(header)).toBe('{"alg":"HS256","kid":"k1","typ":"JWT"}');
    expect(decode(claims)).toBe(
      '{"sub":"user_31e827070dcf44198ec11a9112a9a572","role":"api_key",' +
        '"jti":"api_key_d3be80e32b714ec691b1a8d96ba62635","iat":1764201088}',
    );
  });

  test("is the same each time", async () => {
    expect(deriveToken(record, keyRing)).toBe(deriveToken(record, keyRing));
  });

  test("does not depend on when the record was last changed", async () => {
    const changed = { ...record, updatedAt: record.updatedAt + 60 };
    expect(deriveToken(changed, keyRing)).toBe(deriveToken(record, keyRing));
  });

  test("can't be told without its signing key", async () => {
    expect(() => deriveToken({ ...record, kid: "k3" }, keyRing)).toThrow(
      expect.objectContaining({ code: "unavailable", status: 503 }),
    );
  });
});
