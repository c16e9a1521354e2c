import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { type Forgery, objectOf, type TakenApart, withMember } from "./taken-apart.ts";

const { privateKey: rsa } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const { privateKey: ec } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const { privateKey: ed } = generateKeyPairSync("ed25519");

type Sign = (input: string, secret: string) => Buffer;

const hmac =
  (hash: string): Sign =>
  (input, secret) =>
    createHmac(hash, secret).update(input).digest();

/** Signatures that somebody may make who lacks the secret, or has a verifier choose the algorithm. */
const signatures: Record<string, Sign> = {
  "HMAC-SHA-256 by the right secret": hmac("sha256"),
  "HMAC-SHA-384 by the right secret": hmac("sha384"),
  "HMAC-SHA-512 by the right secret": hmac("sha512"),
  "HMAC-SHA-512 by the right secret, cut to 32 bytes": (input, secret) =>
    hmac("sha512")(input, secret).subarray(0, 32),
  "RSA by a key of the attacker": (input) => sign("sha256", Buffer.from(input), rsa),
  "ECDSA by a key of the attacker": (input) =>
    sign("sha256", Buffer.from(input), { key: ec, dsaEncoding: "ieee-p1363" }),
  "EdDSA by a key of the attacker": (input) => sign(null, Buffer.from(input), ed),
  "64 bytes of zero": () => Buffer.alloc(64),
  "32 bytes of zero": () => Buffer.alloc(32),
  "one byte": () => Buffer.alloc(1),
  nothing: () => Buffer.alloc(0),
};

/** A word in each way to write its letters large or small. */
const everySpelling = (word: string): string[] =>
  [...word].reduce<string[]>(
    (written, letter) =>
      written.flatMap((before) =>
        [...new Set([letter, letter.toUpperCase()])].map((now) => before + now),
      ),
    [""],
  );

const algorithms = [
  ...everySpelling("none"),
  ...["none ", " none", "none\0", "n\u043ene", "", "null", "undefined", "A256KW", "dir"],
  ...["HS384", "HS512", "HS1", "HS256/64", "HS256 ", " HS256", "HS256\0", "ＨＳ256", "H\u0405256"],
  ...everySpelling("hs256").filter((word) => word !== "HS256"),
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES256K", "ES384", "ES512"],
  ...["EdDSA", "Ed25519", "RS1", "ML-DSA-44", "ECDH-ES", "A128GCM", "PBES2-HS256+A128KW"],
].map((word) => JSON.stringify(word));

const noStrings = ['["HS256"]', '["none","HS256"]', "[]", '{"0":"HS256"}', "null", "true", "256"];

/** Every algorithm but the right one, with every signature that it may be taken to stand for. */
export function withOtherAlgorithms(genuine: TakenApart): Forgery[] {
  return [...algorithms, ...noStrings].flatMap((alg) =>
    Object.entries(signatures).map(([by, make]) => {
      const header = objectOf(withMember(genuine.header, "alg", alg));
      const input = [header, objectOf(genuine.claims)].map(encode).join(".");
      const signature = make(input, genuine.secret).toString("base64url");
      return {
        name: `alg ${alg}, signed with ${by}`,
        token: `${genuine.prefix}${input}.${signature}`,
      };
    }),
  );
}

/** The right algorithm, and none of the right signatures. */
export function withOtherSignatures(genuine: TakenApart): Forgery[] {
  const input = [genuine.header, genuine.claims].map((part) => encode(objectOf(part))).join(".");
  return Object.entries(signatures)
    .filter(([by]) => by !== "HMAC-SHA-256 by the right secret")
    .map(([by, make]) => ({
      name: by,
      token: `${genuine.prefix}${input}.${make(input, genuine.secret).toString("base64url")}`,
    }));
}

const encode = (text: string) => Buffer.from(text).toString("base64url");
