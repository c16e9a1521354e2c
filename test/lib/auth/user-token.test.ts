import { describe, expect, jest, test } from "@jest/globals";
import jsonwebtoken from "jsonwebtoken";
import { fullKeyRing } from "../../support/key-rings.ts";
import { PASSED, presentTo, refused } from "../../support/presented.ts";
import { startService } from "../../support/service.ts";
import { newUserId, signJws, signSegments, userToken } from "../../support/tokens.ts";

const { view, logged } = await startService();
const userId = newUserId();
const [secret, secretBefore] = fullKeyRing.user_token;

const present = presentTo({ view, logged });

describe("a user token passes", () => {
  test("as the login service makes it", async () => {
    expect((await present(userToken(userId))).status).toBe(PASSED);
  });

  test("made by another library with the login service's claims: floats, no kid", async () => {
    const now = Date.now() / 1000;
    const claims = { sub: userId, role: "user", iat: now - 0.123456, exp: now + 60.654321 };
    const token = jsonwebtoken.sign(claims, secret, { algorithm: "HS256" });
    const [header] = token.split(".");
    expect(Buffer.from(header ?? "", "base64url").toString()).toBe('{"alg":"HS256","typ":"JWT"}');
    expect((await present(`clara_user_${token}`)).status).toBe(PASSED);
  });

  test("signed with the issuer's secret before this one", async () => {
    expect((await present(userToken(userId, { secret: secretBefore }))).status).toBe(PASSED);
  });

  test.each([
    ["without typ", { header: { typ: undefined } }],
    ["with a kid, whatever it is", { header: { kid: "../../dev/null" } }],
    ["without iat", { claims: { iat: undefined } }],
    ["with an iat in the future, for clocks differ", { claims: { iat: 4102444800 } }],
    ["with claims of no concern here", { claims: { email: "a@b.c", deep: { a: [1, null] } } }],
  ])("%s", async (_case, overrides) => {
    expect((await present(userToken(userId, overrides))).status).toBe(PASSED);
  });
});

describe("time", () => {
  const at = 1_800_000_000;
  const presentAt = async (seconds: number, claims: object) => {
    const token = userToken(userId, { claims: { iat: at - 60, ...claims } });
    const clock = jest.spyOn(Date, "now").mockReturnValue(seconds * 1000);
    const { status } = await present(token);
    clock.mockRestore();
    return status;
  };

  test.each([
    ["just in time", at - 0.001, at, PASSED],
    ["just too late", at, at, 401],
    ["a fraction, just in time", at + 0.499, at + 0.5, PASSED],
    ["a fraction, just too late", at + 0.5, at + 0.5, 401],
    ["a fraction below the millisecond, just in time", at + 0.123, at + 0.123456, PASSED],
    ["a fraction below the millisecond, just too late", at + 0.124, at + 0.123456, 401],
    ["expired long ago", at, 1, 401],
    ["expires at zero", at, 0, 401],
    ["expires before the epoch", at, -1, 401],
  ])("exp %s", async (_case, now, exp, status) => {
    expect(await presentAt(now, { exp })).toBe(status);
  });

  test.each([
    ["just in time", at + 0.5, at + 0.5, PASSED],
    ["just too early", at + 0.499, at + 0.5, 401],
  ])("nbf %s", async (_case, now, nbf, status) => {
    expect(await presentAt(now, { nbf, exp: at + 60 })).toBe(status);
  });
});

const wrongTypes = [undefined, null, true, false, 0, 1, "", "x", [], ["user"], {}, { a: 1 }];

describe("a claim that is missing, wrong or of the wrong type", () => {
  test.each(wrongTypes.map((role) => [role]))("role %j", async (role) => {
    const answer = await present(userToken(userId, { claims: { role } }));
    expect(answer).toEqual(refused("role is not user"));
  });

  test.each([["User"], ["user "], ["admin"], ["api_key"], ["private_key"]])(
    "role %j",
    async (role) => {
      const answer = await present(userToken(userId, { claims: { role } }));
      expect(answer).toEqual(refused("role is not user"));
    },
  );

  test.each(
    [
      ...wrongTypes,
      [userId],
      userId.toUpperCase(),
      userId.slice(0, -1),
      `${userId}0`,
      `${userId}\n`,
      ` ${userId}`,
      userId.replace("user_", "USER_"),
      userId.replace("user_", ""),
      "user_31e82707-0dcf-4419-8ec1-1a9112a9a572",
      "user_٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١",
      "me",
    ].map((sub) => [sub]),
  )("sub %j", async (sub) => {
    const answer = await present(userToken(userId, { claims: { sub } }));
    expect(answer).toEqual(refused("sub is not a user id"));
  });

  const notNumbers = [null, true, "4102444800", "", [4102444800], { n: 1 }];

  test.each([undefined, ...notNumbers].map((exp) => [exp]))("exp %j", async (exp) => {
    const answer = await present(userToken(userId, { claims: { exp } }));
    expect(answer).toEqual(refused("exp is not a number"));
  });

  test.each(notNumbers.map((value) => [value]))("iat and nbf %j", async (value) => {
    expect(await present(userToken(userId, { claims: { iat: value } }))).toEqual(
      refused("iat is not a number"),
    );
    expect(await present(userToken(userId, { claims: { nbf: value } }))).toEqual(
      refused("nbf is not a number"),
    );
  });

  test.each([["1e999"], ["-1e999"]])("exp %s is not finite", async (exp) => {
    const payload = `{"sub":"${userId}","role":"user","exp":${exp}}`;
    const answer = await present(`clara_user_${signJws({ alg: "HS256" }, payload, secret)}`);
    expect(answer).toEqual(refused("a segment has a number that is not finite"));
  });

  test.each([
    ["role", `{"role":"admin","sub":"${userId}","role":"user","exp":4102444800}`],
    [
      "exp, written in two ways",
      `{"role":"user","sub":"${userId}","exp":1,"\\u0065xp":4102444800}`,
    ],
    ["one deep inside", `{"role":"user","sub":"${userId}","exp":4102444800,"a":[{"b":1,"b":1}]}`],
  ])("%s named twice", async (_case, payload) => {
    const answer = await present(`clara_user_${signJws({ alg: "HS256" }, payload, secret)}`);
    expect(answer).toEqual(refused("a segment names a member twice"));
  });
});

describe("a header that is missing, wrong or of the wrong type", () => {
  test.each([...wrongTypes.filter((value) => typeof value !== "string")].map((alg) => [alg]))(
    "alg %j",
    async (alg) => {
      const answer = await present(userToken(userId, { header: { alg } }));
      expect(answer).toEqual(refused("alg is not a string"));
    },
  );

  test.each([
    [""],
    ["none"],
    ["None"],
    ["NONE"],
    ["hs256"],
    ["HS384"],
    ["HS512"],
    ["RS256"],
    ["ES256"],
  ])("alg %j", async (alg) => {
    const answer = await present(userToken(userId, { header: { alg } }));
    expect(answer).toEqual(refused("alg is not HS256"));
  });

  test.each(
    [...wrongTypes.filter((value) => value !== undefined), "jwt", "at+jwt", "application/jwt"].map(
      (typ) => [typ],
    ),
  )("typ %j", async (typ) => {
    const answer = await present(userToken(userId, { header: { typ } }));
    expect(answer).toEqual(refused("typ is not JWT"));
  });

  test.each([[null], [true], [1], [[]], [{}]])("kid %j", async (kid) => {
    const answer = await present(userToken(userId, { header: { kid } }));
    expect(answer).toEqual(refused("kid is not a string"));
  });

  test.each([["crit"], ["b64"], ["jku"], ["jwk"], ["x5u"], ["x5c"], ["zip"], ["cty"], ["x"]])(
    "%s is not taken",
    async (member) => {
      const answer = await present(userToken(userId, { header: { [member]: "x" } }));
      expect(answer).toEqual(refused("a header member other than alg, typ and kid"));
    },
  );

  test("__proto__ is not taken", async () => {
    const claims = { sub: userId, role: "user", exp: 4102444800 };
    const jws = signJws('{"alg":"HS256","__proto__":{"typ":"JWT"}}', claims, secret);
    expect(await present(`clara_user_${jws}`)).toEqual(
      refused("a header member other than alg, typ and kid"),
    );
  });

  test("alg named twice", async () => {
    const claims = { sub: userId, role: "user", exp: 4102444800 };
    const jws = signJws('{"alg":"none","alg":"HS256"}', claims, secret);
    expect(await present(`clara_user_${jws}`)).toEqual(refused("a segment names a member twice"));
  });
});

describe("a token that is not ours, or not whole", () => {
  const [header = "", payload = "", signature = ""] = userToken(userId)
    .slice("clara_user_".length)
    .split(".");
  const otherPayload = userToken(newUserId()).split(".")[1] ?? "";

  test.each([
    ["signed with another secret", userToken(userId, { secret: `${secret}x` })],
    [
      "signed with a signing key of API keys",
      userToken(userId, { secret: fullKeyRing.api_key.keys.k2 }),
    ],
    ["signed with the root", userToken(userId, { secret: fullKeyRing.root })],
    ["signed with the private key", userToken(userId, { secret: fullKeyRing.private_key[0] })],
    ["with the claims of another token", `clara_user_${header}.${otherPayload}.${signature}`],
  ])("%s", async (_case, token) => {
    expect(await present(token)).toEqual(refused("the signature is not ours"));
  });

  test.each([
    ["nothing", ""],
    ["one segment", header],
    ["two segments", `${header}.${payload}`],
    ["four segments", `${header}.${payload}.${signature}.x`],
    ["five segments, as a JWE has", `${header}.${payload}.${signature}.x.y`],
  ])("%s", async (_case, jws) => {
    expect(await present(`clara_user_${jws}`)).toEqual(refused("not three segments"));
  });

  /** The same bytes to a lenient decoder: the last character's unused bits set. */
  const altered = signature.slice(0, -1) + nextCharacter(signature.at(-1) ?? "");

  test.each([
    ["an empty header", `.${payload}.${signature}`],
    ["an empty payload", signSegments(`${header}.`, secret)],
    ["an empty signature", `${header}.${payload}.`],
    ["padding", `${header}.${payload}.${signature}=`],
    ["padding that is signed", signSegments(`${header}=.${payload}`, secret)],
    ["altered trailing bits", `${header}.${payload}.${altered}`],
    ["characters of plain base64", `${header}.${payload}.${signature.slice(0, -2)}+/`],
  ])("%s", async (_case, jws) => {
    expect(await present(`clara_user_${jws}`)).toEqual(
      refused("a segment is not canonical base64url"),
    );
  });

  test("altered trailing bits do decode to the same bytes", () => {
    expect(altered).not.toBe(signature);
    expect(Buffer.from(altered, "base64url")).toEqual(Buffer.from(signature, "base64url"));
  });

  test("a signature that is cut short", async () => {
    const short = Buffer.from(signature, "base64url").subarray(0, 16).toString("base64url");
    expect((await present(`clara_user_${header}.${payload}.${short}`)).status).toBe(401);
  });

  test.each([
    ["not JSON", "{", "a segment is not JSON"],
    ["an array", "[]", "a segment is not a JSON object"],
    ["null", "null", "a segment is not a JSON object"],
    ["a string", '"x"', "a segment is not a JSON object"],
    ["behind a byte order mark", "\ufeff{}", "a segment is not JSON"],
  ])("a payload that is %s", async (_case, payload, cause) => {
    const jws = signJws({ alg: "HS256" }, payload, secret);
    expect(await present(`clara_user_${jws}`)).toEqual(refused(cause));
  });

  test("a payload that is not UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const jws = signSegments(`${header}.${bytes.toString("base64url")}`, secret);
    expect(await present(`clara_user_${jws}`)).toEqual(refused("a segment is not UTF-8"));
  });

  test("a token never reaches the log", async () => {
    await present(userToken(userId, { secret: `${secret}x` }));
    await present("clara_user_eyJub3QgSlNPTg.eyJub3QgSlNPTg.eyJub3QgSlNPTg");
    expect(JSON.stringify(logged)).not.toContain("eyJ");
  });
});

function nextCharacter(character: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[alphabet.indexOf(character) + 1] ?? "A";
}
