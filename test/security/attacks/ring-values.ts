import { hkdfSync } from "node:crypto";
import { fullKeyRing } from "../../support/key-rings.ts";

const { root, api_key, user_token } = fullKeyRing;

const derived = (purpose: string) =>
  Buffer.from(hkdfSync("sha256", root, "", purpose, 32)).toString("base64url");

/** Rings of every shape, each with the values that serve a purpose in it; signing keys by their kid. */
export const rings = [
  {
    shape: "that names a value for every purpose",
    ring: fullKeyRing,
    signing: { ...api_key.keys, root: derived("clara/api_key") },
    userToken: [...user_token],
    privateKey: [...fullKeyRing.private_key] as string[],
  },
  {
    shape: "of a root alone",
    ring: { root },
    signing: { root: derived("clara/api_key") },
    userToken: [derived("clara/user_token")],
    privateKey: [`clara_private_${derived("clara/private_key")}`],
  },
  {
    shape: "of a root and the issuer's secrets",
    ring: { root, user_token },
    signing: { root: derived("clara/api_key") },
    userToken: [...user_token],
    privateKey: [`clara_private_${derived("clara/private_key")}`],
  },
];

/** Every value that is in some ring, or that can be made of one. */
export const values = [
  root,
  ...Object.values(api_key.keys),
  ...user_token,
  ...fullKeyRing.private_key,
  ...fullKeyRing.private_key.map((key) => key.slice("clara_private_".length)),
  ...["api_key", "user_token", "private_key"].flatMap((purpose) => [
    derived(`clara/${purpose}`),
    derived(purpose),
    `clara_private_${derived(`clara/${purpose}`)}`,
  ]),
  ...["", "clara", "clara/", "clara/root", "clara/api_key/k1", "clara/api_key/k2"].map(derived),
];

/** Every value but those that serve the purpose. */
export const valuesWithout = (own: readonly string[]): string[] =>
  values.filter((value) => !own.includes(value));
