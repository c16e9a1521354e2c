import { beforeAll, describe, expect, test } from "@jest/globals";
import { putItem } from "../../support/database.ts";
import { startFaultyDatabase } from "../../support/faulty-database.ts";
import { fullKeyRing } from "../../support/key-rings.ts";
import { startService } from "../../support/service.ts";
import { newUserId, signJws, userToken } from "../../support/tokens.ts";

const database = await startFaultyDatabase();
const { view, reset, logged, table } = await startService();
const { k1, k2 } = fullKeyRing.api_key.keys;

async function present(token: string) {
  const { status } = await view({ path: "me", authorization: `Bearer ${token}` });
  return { status, cause: logged.at(-1)?.cause };
}

const refused = (cause: string) => ({ status: 401, cause });
const live = { status: 403, cause: "an API key" };

const userId = newUserId();
let claims: { sub: string; role: string; jti: string; iat: number };
let token: string;

beforeAll(async () => {
  const answer = await reset({ path: userId, authorization: `Bearer ${userToken(userId)}` });
  token = answer.body.data?.token ?? "";
  claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
});

const header = { alg: "HS256", kid: "k2", typ: "JWT" };
const sign = (header: object, payload: object, secret: string = k2) =>
  `clara_api_${signJws(header as Record<string, unknown>, payload as Record<string, unknown>, secret)}`;

describe("an API key is live", () => {
  test("when it is, byte for byte, what the record derives", async () => {
    expect(await present(token)).toEqual(live);
    expect(sign(header, claims)).toBe(token);
  });
});

describe("an API key is not live, though its signature is ours", () => {
  test.each([
    ["its header is in another order", { typ: "JWT", alg: "HS256", kid: "k2" }, {}],
    ["it has no typ", { alg: "HS256", kid: "k2" }, {}],
    ["it has another id", header, { jti: "api_key_00000000000000000000000000000000" }],
    ["it has another time", header, { iat: 0 }],
    ["it has another role", header, { role: "user" }],
    ["it has a claim more", header, { exp: 4102444800 }],
  ])("if %s", async (_case, header, more) => {
    expect(await present(sign(header, { ...claims, ...more }))).toEqual(
      refused("superseded by a reset"),
    );
  });

  test("if it was made with another signing key of the ring", async () => {
    expect(await present(sign({ ...header, kid: "k1" }, claims, k1))).toEqual(
      refused("superseded by a reset"),
    );
  });

  test("if its user has no key", async () => {
    expect(await present(sign(header, { ...claims, sub: newUserId() }))).toEqual(
      refused("the user has no API key"),
    );
  });

  test.each([[undefined], [null], [1], [""], ["me"], [["x"]], [{}]])(
    "if sub is %j",
    async (sub) => {
      expect(await present(sign(header, { ...claims, sub }))).toEqual(
        refused("sub is not a user id"),
      );
    },
  );
});

test("an API key is superseded, whatever the key after it was signed with", async () => {
  const userId = newUserId();
  const at = 1764201088;
  await putItem(table, { user_id: userId, id: "x", kid: "gone", created_at: at, updated_at: at });
  expect(await present(sign(header, { ...claims, sub: userId }))).toEqual(
    refused("superseded by a reset"),
  );
});

test("a forged API key costs no read of the database", async () => {
  const before = database.requests.length;
  await present(sign(header, claims, k1));
  expect(database.requests.length).toBe(before);
  await present(sign(header, claims));
  expect(database.requests.length).toBe(before + 1);
});

describe("an API key is forged", () => {
  test.each([
    ["the secret of user tokens", fullKeyRing.user_token[0]],
    ["the root", fullKeyRing.root],
    ["the private key", fullKeyRing.private_key[0]],
    ["another signing key than it says", k1],
    ["an empty secret", ""],
    ["the word undefined", "undefined"],
  ])("if it is signed with %s", async (_case, secret) => {
    expect(await present(sign(header, claims, secret))).toEqual(
      refused("the signature is not ours"),
    );
  });

  test.each([
    ["k3"],
    [""],
    ["__proto__"],
    ["constructor"],
    ["toString"],
    ["../k2"],
    ["K2"],
    ["k2\0"],
  ])("if its kid is %j, which is not in the ring", async (kid) => {
    expect(await present(sign({ ...header, kid }, claims))).toEqual(
      refused("kid is not in the key ring"),
    );
  });

  test("if it has no kid", async () => {
    expect(await present(sign({ alg: "HS256", typ: "JWT" }, claims))).toEqual(
      refused("an API key without kid"),
    );
  });

  test("if it names no algorithm", async () => {
    expect(await present(sign({ ...header, alg: "none" }, claims))).toEqual(
      refused("alg is not HS256"),
    );
  });
});

describe("prefixes are not exchangeable", () => {
  test("an API key behind the prefix of user tokens", async () => {
    expect(await present(token.replace("clara_api_", "clara_user_"))).toEqual(
      refused("the signature is not ours"),
    );
  });

  test("a user token behind the prefix of API keys", async () => {
    expect(await present(userToken(userId).replace("clara_user_", "clara_api_"))).toEqual(
      refused("an API key without kid"),
    );
  });
});
