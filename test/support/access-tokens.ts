import { constants, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

type Json = Record<string, unknown>;

/** What the issuers of the tests call this service. */
export const AUDIENCE = "https://api-keys.example/";

/** A key pair that an issuer signs with, and its public half as a JWK Set has it. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly jwk: Json;
}

const pairs = {
  RSA: (bits = 2048) => generateKeyPairSync("rsa", { modulusLength: bits }),
  "P-256": () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "P-384": () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
  "P-521": () => generateKeyPairSync("ec", { namedCurve: "P-521" }),
  Ed25519: () => generateKeyPairSync("ed25519"),
};

const pairFor: Record<string, keyof typeof pairs> = {
  ES256: "P-256",
  ES384: "P-384",
  ES512: "P-521",
  EdDSA: "Ed25519",
  Ed25519: "Ed25519",
};

/** A new key for an algorithm. */
export function newKey(kid: string, alg: string, rsaBits?: number): IssuerKey {
  const { publicKey, privateKey } = pairs[pairFor[alg] ?? "RSA"](rsaBits);
  return { kid, alg, publicKey, privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid } };
}

interface AccessToken {
  key: IssuerKey;
  iss: string;
  aud: string;
  sub?: string;
  header?: Json;
  claims?: Json;
}

/**
 * An access token, valid for an hour unless something is overridden: a member set to undefined is left out. Made with
 * node:crypto alone, so that it can also be wrong in ways in which no issuer makes them.
 */
export function accessToken({ key, header, claims, ...subject }: AccessToken): string {
  const now = Math.floor(Date.now() / 1000);
  return signByKey(
    { alg: key.alg, typ: "at+jwt", kid: key.kid, ...header },
    { sub: "somebody", ...subject, iat: now, exp: now + 3600, ...claims },
    key,
  );
}

/** A compact JWS by an issuer's key over any header and payload, each an object or the text itself. */
export function signByKey(header: Json | string, payload: Json | string, key: IssuerKey): string {
  const text = (part: Json | string) => (typeof part === "string" ? part : JSON.stringify(part));
  const segment = (part: Json | string) => Buffer.from(text(part)).toString("base64url");
  return signSegmentsByKey(`${segment(header)}.${segment(payload)}`, key);
}

/** Signs the first two segments as they are. */
export function signSegmentsByKey(signingInput: string, { alg, privateKey }: IssuerKey): string {
  const hash = /^(RS|PS|ES)/.test(alg) ? `sha${alg.slice(2)}` : null;
  const signature = sign(hash, Buffer.from(signingInput), {
    key: privateKey,
    dsaEncoding: "ieee-p1363",
    ...(alg.startsWith("PS") && {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  });
  return `${signingInput}.${signature.toString("base64url")}`;
}
