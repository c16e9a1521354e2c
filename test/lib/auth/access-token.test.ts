import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { AUDIENCE, accessToken, newKey, signByKey } from "../../support/access-tokens.ts";
import { at } from "../../support/clock.ts";
import { startIssuer } from "../../support/issuer.ts";
import { fullKeyRing } from "../../support/key-rings.ts";
import { PASSED, presentTo, refused } from "../../support/presented.ts";
import { startService } from "../../support/service.ts";
import { newUserId, userToken } from "../../support/tokens.ts";
import { introspectionOf } from "../../support/users.ts";

const issuer = await startIssuer();
const rsa = newKey("rsa", "RS256");
const keys = [rsa, newKey("ec", "ES256"), newKey("ed", "EdDSA")];
issuer.signsWith(...keys);
const issuerFor = (audience: string) => ({ OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: audience });
const withoutIssuer = await startService();
const forTheClient = await startService(fullKeyRing, issuerFor(issuer.clientId));
const { view, introspect, logged } = await startService(fullKeyRing, issuerFor(AUDIENCE));

const present = presentTo({ view, logged });

/** A token as the issuer might make it, but for what is overridden. */
const tokenWith = (other: Partial<Parameters<typeof accessToken>[0]> = {}) =>
  accessToken({ key: rsa, iss: issuer.url, aud: AUDIENCE, ...other });

describe("an access token of the issuer passes", () => {
  test.each([["RS256"], ["ES256"], ["EdDSA"]])("as it makes one with %s", async (alg) => {
    const token = await issuer.accessToken({ sub: newUserId(), alg });
    expect((await present(token)).status).toBe(PASSED);
  });

  test.each([["at+jwt"], ["AT+JWT"], ["application/at+jwt"], ["JWT"], ["jwt"], [undefined]])(
    "with typ %j",
    async (typ) => {
      expect((await present(tokenWith({ header: { typ } }))).status).toBe(PASSED);
    },
  );

  test.each([
    ["with a digest of its certificate, as Microsoft's have", { header: { x5t: "x" } }],
    ["with another digest of its certificate", { header: { "x5t#S256": "x" } }],
    ["for several audiences", { claims: { aud: ["https://other.example", AUDIENCE] } }],
    ["without iat and nbf", { claims: { iat: undefined } }],
    ["that tells when the user signed in", { claims: { auth_time: 1 } }],
    ["that says that it is one, as Amazon Cognito's do", { claims: { token_use: "access" } }],
    ["that says that it is for a bearer, as Keycloak's do", { claims: { typ: "Bearer" } }],
  ])("%s", async (_case, other) => {
    expect((await present(tokenWith(other))).status).toBe(PASSED);
  });
});

describe("the user id of a subject", () => {
  const userIdOf = async (sub: string) => {
    const answer = await introspect(introspectionOf(tokenWith({ claims: { sub } })));
    return JSON.parse(answer.text).sub;
  };

  test("is the subject itself where it is a user id", async () => {
    const userId = newUserId();
    expect(await userIdOf(userId)).toBe(userId);
  });

  test.each([["31e82707-0dcf-4419-8ec1-1a9112a9a572"], ["31E82707-0DCF-4419-8EC1-1A9112A9A572"]])(
    "is made of the digits of the UUID %s",
    async (sub) => {
      expect(await userIdOf(sub)).toBe("user_31e827070dcf44198ec11a9112a9a572");
    },
  );

  test.each([
    ["auth0|5f7c8ec7c33c6c004bbafe82"],
    ["a"],
    ["31e827070dcf44198ec11a9112a9a572"],
    ["31e82707-0dcf-4419-8ec1-1a9112a9a572\n"],
    ["{31e82707-0dcf-4419-8ec1-1a9112a9a572}"],
    ["user_31E827070DCF44198EC11A9112A9A572"],
    ["user_31e827070dcf44198ec11a9112a9a572\n"],
    ["me"],
    ["Zoë\n"],
  ])("is a digest of the issuer and %j", async (sub) => {
    const digest = createHash("sha256").update(`${issuer.url}\n${sub}`).digest("hex");
    expect(await userIdOf(sub)).toBe(`user_${digest.slice(0, 32)}`);
  });

  test.each([[undefined], [null], [""], [1], [["a"]], [{}], ["\ud800"]])(
    "is none where sub is %j",
    async (sub) => {
      expect(await present(tokenWith({ claims: { sub } }))).toEqual(refused("sub is not a name"));
    },
  );
});

describe("a token that is for somebody else, or by somebody else", () => {
  test("for another audience", async () => {
    const token = await issuer.accessToken({ sub: "a", audience: "https://other.example/" });
    expect(await present(token)).toEqual(refused("aud is not ours"));
  });

  test.each([
    [undefined],
    [null],
    [""],
    [[]],
    [AUDIENCE.slice(0, -1)],
    [AUDIENCE.toUpperCase()],
    [`${AUDIENCE} https://other.example`],
    [[[AUDIENCE]]],
    [{ [AUDIENCE]: AUDIENCE }],
    [`${AUDIENCE}\n`],
  ])("aud %j", async (aud) => {
    expect(await present(tokenWith({ claims: { aud } }))).toEqual(refused("aud is not ours"));
  });

  test.each([
    [undefined],
    [null],
    ["https://issuer.example"],
    [`${issuer.url}/`],
    [[issuer.url]],
    [`${issuer.url}\n`],
  ])("iss %j", async (iss) => {
    expect(await present(tokenWith({ claims: { iss } }))).toEqual(refused("iss is not our issuer"));
  });

  test("signed by another key under the kid of the issuer's", async () => {
    const token = tokenWith({ key: newKey("rsa", "RS256") });
    expect(await present(token)).toEqual(refused("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"));
  });

  test("signed by a key that the issuer has not published", async () => {
    const token = tokenWith({ key: newKey("unknown", "RS256") });
    expect(await present(token)).toEqual(refused("ERR_JWKS_NO_MATCHING_KEY"));
  });

  test("with the claims of another token", async () => {
    const [header, , signature] = (await issuer.accessToken({ sub: "a" })).split(".");
    const [, claims] = (await issuer.accessToken({ sub: "b" })).split(".");
    expect(await present(`${header}.${claims}.${signature}`)).toEqual(
      refused("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"),
    );
  });

  test("with the issuer's key for another algorithm", async () => {
    const token = tokenWith({ key: { ...rsa, kid: "ec" } });
    expect(await present(token)).toEqual(refused("ERR_JWKS_NO_MATCHING_KEY"));
  });
});

describe("a token that is no access token", () => {
  test("an ID token of the issuer", async () => {
    const token = await issuer.idToken({ sub: newUserId() });
    expect(await present(token)).toEqual(refused("aud is not ours"));
  });

  test("an ID token where the audience is the client's own", async () => {
    const { view } = forTheClient;
    const [access, id] = await Promise.all([
      issuer.accessToken({ sub: "a", audience: issuer.clientId }),
      issuer.idToken({ sub: "a" }),
    ]);
    expect((await view({ path: "me", authorization: `Bearer ${access}` })).status).toBe(PASSED);
    expect((await view({ path: "me", authorization: `Bearer ${id}` })).status).toBe(401);
    expect(logged.at(-1)?.cause).toBe("not an access token");
  });

  test.each([
    ["nonce", "n-0S6_WzA2Mj"],
    ["at_hash", "x"],
    ["c_hash", "x"],
    ["s_hash", "x"],
    ["token_use", "id"],
    ["typ", "ID"],
    ["events", { "http://schemas.openid.net/event/backchannel-logout": {} }],
  ])("one with %s", async (claim, value) => {
    const token = tokenWith({ claims: { [claim]: value } });
    expect(await present(token)).toEqual(refused("not an access token"));
  });

  test.each([
    ["id_token"],
    ["logout+jwt"],
    ["dpop+jwt"],
    ["secevent+jwt"],
    ["token-introspection+jwt"],
    ["at+jwt "],
    ["x-at+jwt"],
    ["application/jwt+at"],
    [""],
    [null],
    [1],
    [["at+jwt"]],
  ])("typ %j", async (typ) => {
    const token = tokenWith({ header: { typ } });
    expect(await present(token)).toEqual(refused("typ is not at+jwt or JWT"));
  });

  test.each([
    ["DPoP", { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" }],
    ["mutual TLS", { "x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" }],
    ["nobody knows what", null],
  ])("one that is bound to a key by %s", async (_case, cnf) => {
    const token = tokenWith({ claims: { cnf } });
    expect(await present(token)).toEqual(refused("bound to a key, which a bearer does not show"));
  });
});

describe("time", () => {
  const noon = 1_800_000_000;
  const presentAt = async (seconds: number, claims: object) => {
    const token = tokenWith({ claims: { iat: undefined, ...claims } });
    at(seconds);
    return (await present(token)).status;
  };

  test.each([
    ["just in time", noon - 0.001, noon, PASSED],
    ["just too late", noon, noon, 401],
    ["a fraction, just in time", noon + 0.499, noon + 0.5, PASSED],
    ["a fraction, just too late", noon + 0.5, noon + 0.5, 401],
    ["at zero", noon, 0, 401],
  ])("exp %s", async (_case, now, exp, status) => {
    expect(await presentAt(now, { exp })).toBe(status);
  });

  test.each([["nbf"], ["iat"]])("%s may be 30 s ahead, for clocks differ", async (claim) => {
    const exp = noon + 3600;
    expect(await presentAt(noon - 30, { exp, [claim]: noon })).toBe(PASSED);
    expect(await presentAt(noon - 30.001, { exp, [claim]: noon })).toBe(401);
  });

  test.each([["exp"], ["iat"], ["nbf"]])("%s is a number", async (claim) => {
    for (const value of [null, true, "4102444800", [4102444800], {}]) {
      const answer = await present(tokenWith({ claims: { [claim]: value } }));
      expect(answer).toEqual(refused(`${claim} is not a number`));
    }
  });

  test("exp is required", async () => {
    const answer = await present(tokenWith({ claims: { exp: undefined } }));
    expect(answer).toEqual(refused("exp is not a number"));
  });

  test("exp is finite", async () => {
    const claims = `{"iss":"${issuer.url}","aud":"${AUDIENCE}","sub":"a","exp":1e999}`;
    const answer = await present(signByKey({ alg: "RS256", kid: "rsa" }, claims, rsa));
    expect(answer).toEqual(refused("a segment has a number that is not finite"));
  });
});

describe("an algorithm", () => {
  const hmacWith = (secret: string | Buffer, alg: string) => {
    const [, claims] = tokenWith().split(".");
    const header = JSON.stringify({ alg, typ: "at+jwt", kid: "rsa" });
    const input = `${Buffer.from(header).toString("base64url")}.${claims}`;
    const hash = `sha${alg.slice(2)}`;
    return `${input}.${createHmac(hash, secret).update(input).digest("base64url")}`;
  };
  const pem = (type: "spki" | "pkcs1") => rsa.publicKey.export({ type, format: "pem" });
  const der = (type: "spki" | "pkcs1") => rsa.publicKey.export({ type, format: "der" });

  test.each([["HS256"], ["HS384"], ["HS512"]])(
    "%s with the issuer's public key as the secret",
    async (alg) => {
      const secrets = [
        pem("spki"),
        pem("pkcs1"),
        der("spki"),
        der("pkcs1"),
        JSON.stringify(rsa.jwk),
        String(rsa.jwk.n),
        Buffer.from(String(rsa.jwk.n), "base64url"),
      ];
      for (const secret of secrets) {
        expect(await present(hmacWith(secret, alg))).toEqual(
          refused("alg is not an asymmetric one"),
        );
      }
    },
  );

  test.each([[""], ["none"], ["None"], ["rs256"], ["ES256K"], ["RS1"], ["ML-DSA-44"], ["dir"]])(
    "%j",
    async (alg) => {
      const [header, claims] = tokenWith({ header: { alg } }).split(".");
      for (const signature of ["", ".x", ".AAAA"]) {
        expect((await present(`${header}.${claims}${signature}`)).status).toBe(401);
      }
      expect(await present(tokenWith({ header: { alg } }))).toEqual(
        refused("alg is not an asymmetric one"),
      );
    },
  );

  test.each([["crit"], ["b64"], ["jku"], ["jwk"], ["x5u"], ["x5c"], ["zip"], ["cty"], ["x"]])(
    "%s is not taken",
    async (member) => {
      expect(await present(tokenWith({ header: { [member]: "x" } }))).toEqual(
        refused("a header member other than alg, typ and kid"),
      );
    },
  );

  test("a kid is required", async () => {
    const token = tokenWith({ header: { kid: undefined } });
    expect(await present(token)).toEqual(refused("an access token without kid"));
  });
});

describe("neither kind of token passes for the other", () => {
  test("an access token behind the prefix of user tokens", async () => {
    const token = await issuer.accessToken({ sub: newUserId() });
    expect((await present(`clara_user_${token}`)).status).toBe(401);
    expect((await present(`clara_api_${token}`)).status).toBe(401);
  });

  test("a user token without its prefix", async () => {
    const token = userToken(newUserId(), {
      header: { kid: "rsa" },
      claims: { iss: issuer.url, aud: AUDIENCE },
    });
    expect(await present(token.slice("clara_user_".length))).toEqual(
      refused("alg is not an asymmetric one"),
    );
  });

  test("another token with a prefix of ours", async () => {
    expect(await present(`clara_x_${tokenWith()}`)).toEqual(
      refused("a bearer token of no known kind"),
    );
  });
});

test("where no issuer is set, its tokens are of no known kind", async () => {
  const answer = await withoutIssuer.view({ path: "me", authorization: `Bearer ${tokenWith()}` });
  expect(answer.status).toBe(401);
  expect(logged.at(-1)?.cause).toBe("a bearer token of no known kind");
});

test("a token never reaches the log", async () => {
  const [header, claims] = tokenWith().split(".");
  await present(`${header}.${claims}.AAAA`);
  await present(tokenWith({ claims: { iss: "eyJub3" } }));
  expect(JSON.stringify(logged)).not.toContain("eyJ");
});
