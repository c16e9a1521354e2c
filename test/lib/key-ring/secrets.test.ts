import { describe, expect, test } from "@jest/globals";
import { KeyRingError } from "../../../lib/key-ring/fields.ts";
import { readKeyRingSecrets } from "../../../lib/key-ring/secrets.ts";
import { fullKeyRing } from "../../support/key-rings.ts";

const read = (ring: unknown) => readKeyRingSecrets(JSON.stringify(ring));
const { root, api_key, user_token, private_key } = fullKeyRing;

/** Made once by another program (Python's hmac and hashlib, after RFC 5869). */
const derivedFromRoot = {
  signing: "tTIB1vNRJ1Y8Hvm4yVCxFo1K0K3yBdQ7nKSAoPgcP_4",
  userToken: "iok3isw88AqdtHrjTEqokQg34KygGzhjwQhgONozD5A",
  privateKey: "clara_private_ScjqqQYemWbS6GhK6pcO3f5Qga5k3I6xXGfMtTS7wz0",
};

describe("a key ring", () => {
  test("of a root alone is whole: the rest is derived, for ever the same", () => {
    expect(read({ root })).toEqual({
      currentKid: "root",
      signing: new Map([["root", derivedFromRoot.signing]]),
      userToken: [derivedFromRoot.userToken],
      privateKey: [derivedFromRoot.privateKey],
    });
  });

  test("that names everything derives only the signing key of its root, which stays valid", () => {
    expect(read(fullKeyRing)).toEqual({
      currentKid: "k2",
      signing: new Map([
        ["k1", api_key.keys.k1],
        ["k2", api_key.keys.k2],
        ["root", derivedFromRoot.signing],
      ]),
      userToken: user_token,
      privateKey: private_key,
    });
  });

  test("needs no root if it names everything", () => {
    const { signing } = read({ api_key, user_token, private_key });
    expect([...signing.keys()]).toEqual(["k1", "k2"]);
  });

  test("may make the root's signing key current beside others", () => {
    expect(read({ root, api_key: { ...api_key, current: "root" } }).currentKid).toBe("root");
  });

  test("may name what was derived, once the root is gone", () => {
    const keys = { root: derivedFromRoot.signing };
    const ring = read({ api_key: { current: "root", keys }, user_token, private_key });
    expect(ring.signing.get("root")).toBe(derivedFromRoot.signing);
  });

  test("counts bytes, not characters", () => {
    expect(read({ root: "ü".repeat(16) }).currentKid).toBe("root");
  });
});

describe("a key ring can't be used, and the error names the field", () => {
  const short = "0123456789012345678901234567890";
  const list = "must be a list of at least one string";
  const length = "must be a string of at least 32 bytes";

  test.each([
    [{}, 'it has neither "root" nor "api_key"'],
    [{ api_key, private_key }, 'it has neither "root" nor "user_token"'],
    [{ api_key, user_token }, 'it has neither "root" nor "private_key"'],
    [{ root: "" }, `"root" ${length}`],
    [{ root: short }, `"root" ${length}`],
    [{ root: null }, `"root" ${length}`],
    [{ root: [root] }, `"root" ${length}`],
    [{ root: "\ud800".repeat(32) }, `"root" ${length}`],
    [{ root, user_token: [] }, `"user_token" ${list}`],
    [{ root, user_token: user_token[0] }, `"user_token" ${list}`],
    [{ root, user_token: null }, `"user_token" ${list}`],
    [{ root, user_token: [user_token[0], short] }, `"user_token[1]" ${length}`],
    [{ root, private_key: [] }, `"private_key" ${list}`],
    [
      { root, private_key: [`clara_private_${"x".repeat(42)}`] },
      'each value of "private_key" must be clara_private_ and 43 characters of A-Z, a-z, 0-9, _ and -',
    ],
    [{ root, api_key: "k1" }, '"api_key" must be an object'],
    [{ root, api_key: {} }, '"api_key.keys" must be an object of at least one key'],
    [
      { root, api_key: { current: "k1", keys: {} } },
      '"api_key.keys" must be an object of at least one key',
    ],
    [
      { root, api_key: { ...api_key, current: "k3" } },
      '"api_key.current" must name one of "api_key.keys"',
    ],
    [
      { root, api_key: { keys: api_key.keys } },
      '"api_key.current" must name one of "api_key.keys"',
    ],
    [
      { api_key: { ...api_key, current: "root" }, user_token, private_key },
      '"api_key.current" must name one of "api_key.keys"',
    ],
    [{ root, api_key: { current: "k1", keys: { k1: short } } }, `"api_key.keys.k1" ${length}`],
    [
      { root, api_key: { current: "k/1", keys: { "k/1": api_key.keys.k1 } } },
      'each name in "api_key.keys" must be 1 to 64 characters of A-Z, a-z, 0-9, ., _ and -',
    ],
    [
      { root, api_key: { current: "root", keys: { root: api_key.keys.k1 } } },
      '"api_key.keys.root" is taken by the key derived from "root"',
    ],
    [{ [root]: "root" }, 'it has an unknown member in "…" with a name of over 31 characters'],
    [{ root, private_keys: private_key }, 'it has an unknown member "private_keys"'],
    [{ root, api_key: { ...api_key, next: "k1" } }, 'it has an unknown member "api_key.next"'],
    [{ root, user_token: [root] }, '"root" and "user_token" share a value'],
    [{ root, user_token: [api_key.keys.k1], api_key }, '"api_key" and "user_token" share a value'],
    [{ root, user_token: [derivedFromRoot.signing] }, '"api_key" and "user_token" share a value'],
    [
      { root, user_token: [private_key[0]], private_key },
      '"user_token" and "private_key" share a value',
    ],
  ])("%j", (ring, problem) => {
    expect(() => read(ring)).toThrow(new KeyRingError(problem));
  });

  test.each([
    ["", "its text is not JSON"],
    [root, "its text is not JSON"],
    [`{"root":"${root}"`, "its text is not JSON"],
    [`["${root}"]`, "its text is not a JSON object"],
    [`{"root":"${root}","root":"${root}"}`, "its text names a member twice"],
  ])("%s", (text, problem) => {
    expect(() => readKeyRingSecrets(text)).toThrow(new KeyRingError(problem));
  });

  test("no error quotes a secret, even where it stands in the place of a name", () => {
    const swapped = { root: api_key.keys.k1, api_key: { current: "k1", keys: { [root]: "k1" } } };
    for (const text of [
      root,
      `{"root":"${root}"`,
      JSON.stringify({ root, user_token: [root] }),
      JSON.stringify({ [root]: "root" }),
      JSON.stringify(swapped),
    ]) {
      expect(() => readKeyRingSecrets(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(root) }),
      );
    }
  });
});
