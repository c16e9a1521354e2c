import { describe, expect, test } from "@jest/globals";
import { KeyRingError } from "../../../lib/key-ring/fields.ts";
import {
  lastAdded,
  newSigningKey,
  RotationError,
  rotateKeyRing,
} from "../../../lib/key-ring/rotation.ts";
import { readKeyRingSecrets } from "../../../lib/key-ring/secrets.ts";
import { at } from "../../support/clock.ts";
import { fullKeyRing } from "../../support/key-rings.ts";

const { root, api_key, user_token, private_key } = fullKeyRing;

const january = key("20270101T000000Z");
const april = key("20270401T000000Z");
const july = key("20270701T000000Z");

function key(kid: string) {
  return { kid, secret: `signing-key-of-${kid}-0123456789` };
}

function keysOf(...keys: { kid: string; secret: string }[]) {
  return Object.fromEntries(keys.map(({ kid, secret }) => [kid, secret]));
}

function rotate(ring: unknown, added = july) {
  const { json, promoted } = rotateKeyRing(JSON.stringify(ring), added);
  return { json, promoted, ring: JSON.parse(json) };
}

describe("the first rotation", () => {
  test("of a root alone adds a key, and keeps the root's own current", () => {
    expect(rotate({ root })).toMatchObject({
      promoted: undefined,
      ring: { root, api_key: { current: "root", keys: keysOf(july) } },
    });
  });

  test("of a root alone changes nothing of what is derived from it", () => {
    const before = readKeyRingSecrets(JSON.stringify({ root }));
    expect(readKeyRingSecrets(rotate({ root }).json)).toEqual({
      ...before,
      signing: new Map([...before.signing, [july.kid, july.secret]]),
    });
  });

  test("of a ring that names everything adds a key, and keeps all else", () => {
    expect(rotate(fullKeyRing)).toMatchObject({
      promoted: undefined,
      ring: {
        ...fullKeyRing,
        api_key: { current: "k2", keys: { ...api_key.keys, ...keysOf(july) } },
      },
    });
  });

  test("needs no root", () => {
    const { ring } = rotate({ api_key, user_token, private_key });
    expect(ring).toEqual({
      api_key: { current: "k2", keys: { ...api_key.keys, ...keysOf(july) } },
      user_token,
      private_key,
    });
  });
});

describe("the next rotation", () => {
  test("makes the added key current, and adds another", () => {
    expect(rotate(rotate({ root }, april).ring)).toMatchObject({
      promoted: april.kid,
      ring: { root, api_key: { current: april.kid, keys: keysOf(april, july) } },
    });
  });

  test("of many drops no key, and makes current what was there before", () => {
    let json = JSON.stringify(fullKeyRing);
    for (let year = 2027; year < 2057; year++) {
      const before = readKeyRingSecrets(json);
      json = rotateKeyRing(json, key(`${year}0101T000000Z`)).json;
      const after = readKeyRingSecrets(json);
      expect(before.signing.has(after.currentKid)).toBe(true);
      expect([...after.signing]).toEqual(expect.arrayContaining([...before.signing]));
      expect([after.userToken, after.privateKey]).toEqual([before.userToken, before.privateKey]);
    }
    expect(readKeyRingSecrets(json).signing.size).toBe(33);
  });

  test.each([
    ["the oldest first", keysOf(january, april)],
    ["the newest first", keysOf(april, january)],
  ])("makes the newest key current, in whatever order the ring has them: %s", (_order, keys) => {
    expect(rotate({ root, api_key: { current: january.kid, keys } }).promoted).toBe(april.kid);
  });

  test("makes nothing current where the newest key is already", () => {
    const ring = { root, api_key: { current: april.kid, keys: keysOf(january, april) } };
    expect(rotate(ring).promoted).toBeUndefined();
  });

  test("leaves it to the operator to make current what an operator named", () => {
    const named = { ...keysOf(january), zzz: april.secret, "99999999": april.secret };
    const { promoted } = rotate({ root, api_key: { current: "root", keys: named } });
    expect(promoted).toBe(january.kid);
  });
});

test.each(["1", "10", "0", "__proto__", "constructor", "20270101T000000", "-"])(
  "a signing key of the name %s is kept, and stays current",
  (kid) => {
    const ring = `{"root":"${root}","api_key":{"current":"${kid}","keys":{"k1":"${api_key.keys.k1}","${kid}":"${api_key.keys.k2}"}}}`;
    const next = readKeyRingSecrets(rotateKeyRing(ring, july).json);
    expect(next.currentKid).toBe(kid);
    expect(next.signing.get(kid)).toBe(api_key.keys.k2);
    expect(next.signing.get(july.kid)).toBe(july.secret);
  },
);

test("secrets of any characters are kept", () => {
  const odd = `"\\/\u2028\u0000 é 😀 ${root}`;
  const ring = { root: odd, api_key: { current: "k1", keys: { k1: `k1${odd}` } } };
  const before = readKeyRingSecrets(JSON.stringify(ring));
  expect(readKeyRingSecrets(rotate(ring).json).signing.get("k1")).toBe(before.signing.get("k1"));
});

describe("a key can only be added if it is the newest", () => {
  const ring = { root, api_key: { current: "root", keys: keysOf(april) } };

  test("a second later it is", () => {
    expect(() => rotate(ring, key("20270401T000001Z"))).not.toThrow();
  });

  test.each(["20270401T000000Z", "20270331T235959Z"])("%s is not", (kid) => {
    expect(() => rotate(ring, key(kid))).toThrow(RotationError);
  });
});

test.each([
  ["", "its text is not JSON"],
  ['{"root":"short"}', '"root" must be a string of at least 32 bytes'],
  [JSON.stringify({ root, api_keys: api_key }), 'it has an unknown member "api_keys"'],
  [`{"root":"${root}","root":"${root}"}`, "its text names a member twice"],
])("a ring that can't be used can't be rotated: %s", (json, problem) => {
  expect(() => rotateKeyRing(json, july)).toThrow(new KeyRingError(problem));
});

describe("a new signing key", () => {
  test("is named by the second in which it was made", () => {
    at(1_800_000_000.999);
    expect(newSigningKey().kid).toBe("20270115T080000Z");
  });

  test("is 32 random bytes", () => {
    const [one, other] = [newSigningKey().secret, newSigningKey().secret];
    expect(Buffer.from(one, "base64url")).toHaveLength(32);
    expect(one).not.toBe(other);
  });

  test("is one that a ring takes, and tells from the others", () => {
    const made = newSigningKey();
    expect(lastAdded(rotate(fullKeyRing, made).json)).toEqual(made);
  });
});

test.each([JSON.stringify({ root }), JSON.stringify(fullKeyRing), "", '{"root":"short"}'])(
  "no rotation has added a key to %s",
  (json) => {
    expect(lastAdded(json)).toBeUndefined();
  },
);
