import { type Forgery, putTogether, type TakenApart, withMember } from "./taken-apart.ts";

/** Secrets that a program uses where its configuration is missing, or a reader of it goes wrong. */
const wrongSecrets = (secret: string): string[] => [
  ...["", "undefined", "null", "NaN", "true", "false", "0", "{}", "[]", "[object Object]"],
  ...["[object CryptoKey]", "[object Promise]", "function String() { [native code] }", "secret"],
  ...["password", "changeme", "your-256-bit-secret", "k1", "k2", "root", "user_token", "api_key"],
  ...[1, 16, 31, 32, 33, 63, 64, 65, 128].flatMap((length) =>
    ["\0", "\xff", " ", "0"].map((byte) => byte.repeat(length)),
  ),
  ...[1, 16, secret.length - 1].map((length) => secret.slice(0, length)),
  ...[
    secret.slice(1),
    ` ${secret}`,
    `${secret} `,
    `${secret}\n`,
    `"${secret}"`,
    secret.toUpperCase(),
  ],
  ...(["base64", "base64url", "hex"] as const).flatMap((encoding) => [
    Buffer.from(secret).toString(encoding),
    Buffer.from(secret, encoding).toString("latin1"),
  ]),
];

/** Tokens that are right but for the secret. */
export function withOtherSecrets(genuine: TakenApart): Forgery[] {
  return wrongSecrets(genuine.secret).map((secret) => ({
    name: `signed with ${JSON.stringify(secret.slice(0, 40))}`,
    token: putTogether(genuine, { secret }),
  }));
}

const unknownKids = [
  ...[
    "",
    " ",
    "k",
    "k3",
    "K2",
    "k2 ",
    " k2",
    "k2\0",
    "k2\n",
    "k1,k2",
    "k2.",
    "./k2",
    "../k2",
    "null",
  ],
  ...[
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "has",
    "get",
  ],
  ...["size", "length", "0", "undefined", "[object Object]", "current", "keys", "api_key", "Root"],
  ...[
    "../../../../dev/null",
    "/etc/hostname",
    "file:///dev/null",
    "http://127.0.0.1:9/k2",
    "| cat k2",
  ],
  ...["' OR 1=1 --", "x' UNION SELECT 'k2", '{"$ne":null}', "*", "k?", ".*", "\u212a2", "k\u0662"],
  "k2".repeat(500),
];

/** API keys under a kid that the ring lacks, with the signing key, and with what a careless look-up gives. */
export function withUnknownKids(genuine: TakenApart): Forgery[] {
  const secrets = (kid: string) => [
    genuine.secret,
    "",
    "undefined",
    "null",
    "[object Object]",
    kid,
  ];
  return unknownKids.flatMap((kid) =>
    secrets(kid).map((secret) => ({
      name: `kid ${JSON.stringify(kid.slice(0, 40))}, signed with ${JSON.stringify(secret.slice(0, 40))}`,
      token: putTogether(genuine, {
        header: withMember(genuine.header, "kid", JSON.stringify(kid)),
        secret,
      }),
    })),
  );
}
