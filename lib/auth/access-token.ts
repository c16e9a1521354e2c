import { compactVerify, errors } from "jose";
import type { Deadline } from "../deadline.ts";
import type { Issuer, IssuerSettings } from "../oidc/issuer.ts";
import { type CompactJws, type HeaderRules, parseCompactJws } from "./compact-jws.ts";
import { invalidToken } from "./errors.ts";
import type { User } from "./principal.ts";
import { userIdOfSubject } from "./user-id.ts";

/** Signatures by a private key that only the issuer has (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];

/**
 * `typ` is a media type, so its case doesn't matter (RFC 7515 §4.1.9). `at+jwt` is an access token (RFC 9068 §2.1);
 * issuers that came before write `JWT`, or nothing. Some, such as Microsoft's, name their certificate by its digest: the
 * key is found by `kid`, so the digest is let be.
 */
const header: HeaderRules = {
  isTyp: (typ) => /^((application\/)?at\+jwt|jwt)$/i.test(typ),
  typ: "at+jwt or JWT",
  ignored: ["x5t", "x5t#S256"],
};

/**
 * Claims of tokens that are no access token: `nonce` and the hashes of an ID token (OpenID Connect Core 1.0 §2,
 * §3.3.2.11), `events` of a logout token (Back-Channel Logout 1.0 §2.4).
 */
const FOREIGN_CLAIMS = ["nonce", "at_hash", "c_hash", "s_hash", "events"];

/** How far the issuer's clock may be ahead of ours. A token's end is not put off by it. */
const CLOCK_SKEW_SECONDS = 30;

/**
 * Checks an access token of the OpenID Connect issuer (RFC 9068 §4): the issuer's, for this service, valid now, and
 * signed by one of the issuer's keys. Keys are asked for only for a token that all else speaks for.
 *
 * `kid`, `iss`, `aud`, `exp` and `sub` are required. A token without `aud`, as Amazon Cognito makes them unless told,
 * might be meant for anybody. Times are seconds since the epoch and may have a fraction.
 *
 * @throws ApiError 401 if it is anything else, an ID token or one that is bound to a key (RFC 9449 §7.1, RFC 8705
 *   §3) among them; 503 if the issuer's keys can't be had
 */
export async function verifyAccessToken(
  text: string,
  issuer: Issuer,
  deadline: Deadline,
): Promise<User> {
  const jws = parseCompactJws(text, header);
  const { alg, kid } = jws;
  if (!ALGORITHMS.includes(alg)) throw invalidToken("alg is not an asymmetric one");
  if (kid === undefined) throw invalidToken("an access token without kid");
  const user = readClaims(jws, issuer);

  const keys = await issuer.keys.lookingFor(({ kids }) => kids.has(kid), deadline);
  try {
    await compactVerify(text, keys.find, { algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JOSEError) throw invalidToken(error.code);
    throw error;
  }
  return user;
}

function readClaims({ claims }: CompactJws, { url, audience }: IssuerSettings): User {
  const { iss, aud, sub, exp, iat, nbf, cnf, token_use, typ } = claims;
  const now = Date.now() / 1000;
  if (iss !== url) throw invalidToken("iss is not our issuer");
  if (aud !== audience && !(Array.isArray(aud) && aud.includes(audience))) {
    throw invalidToken("aud is not ours");
  }
  const isIdToken = token_use === "id" || typ === "ID"; // Amazon Cognito's way to tell, and Keycloak's
  if (isIdToken || FOREIGN_CLAIMS.some((name) => name in claims)) {
    throw invalidToken("not an access token");
  }
  if (cnf !== undefined) throw invalidToken("bound to a key, which a bearer does not show");
  if (typeof sub !== "string" || sub === "" || !sub.isWellFormed()) {
    throw invalidToken("sub is not a name");
  }
  if (typeof exp !== "number") throw invalidToken("exp is not a number");
  if (iat !== undefined && typeof iat !== "number") throw invalidToken("iat is not a number");
  if (nbf !== undefined && typeof nbf !== "number") throw invalidToken("nbf is not a number");
  if (now >= exp) throw invalidToken("expired");
  if (now + CLOCK_SKEW_SECONDS < Math.max(iat ?? 0, nbf ?? 0)) throw invalidToken("not valid yet");
  return { role: "user", userId: userIdOfSubject(url, sub), issuedAt: iat, expiresAt: exp };
}
