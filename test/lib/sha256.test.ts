import { describe, expect, test } from "@jest/globals";
import { Sha256 } from "../../lib/sha256.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

async function digest(data: Uint8Array, secret?: string | Uint8Array | ArrayBuffer) {
  const sha256 = new Sha256(secret);
  sha256.update(data);
  return Buffer.from(await sha256.digest()).toString("hex");
}

describe("without a secret it hashes (FIPS 180-4)", () => {
  const ofAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  test("bytes", async () => {
    expect(await digest(bytes("abc"))).toBe(ofAbc);
  });

  test("nothing", async () => {
    const ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    expect(Buffer.from(await new Sha256().digest()).toString("hex")).toBe(ofNothing);
  });

  test("bytes that come in pieces, and again after a reset", async () => {
    const sha256 = new Sha256();
    sha256.update(bytes("no more of it"));
    sha256.reset();
    for (const piece of ["a", "", "bc"]) sha256.update(bytes(piece));
    expect(Buffer.from(await sha256.digest()).toString("hex")).toBe(ofAbc);
  });
});

describe("with a secret it makes the HMAC (RFC 4231 §4)", () => {
  const jefe = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  const question = bytes("what do ya want for nothing?");

  test("of a secret that is text", async () => {
    expect(await digest(question, "Jefe")).toBe(jefe);
  });

  test("of a secret that is bytes, by themselves or in the middle of others", async () => {
    expect(await digest(question, bytes("Jefe"))).toBe(jefe);
    expect(await digest(question, bytes("Jefe").buffer)).toBe(jefe);
    expect(await digest(question, bytes("<Jefe>").subarray(1, 5))).toBe(jefe);
  });

  test("of a secret longer than a block", async () => {
    const data = bytes("Test Using Larger Than Block-Size Key - Hash Key First");
    expect(await digest(data, new Uint8Array(131).fill(0xaa))).toBe(
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    );
  });
});
