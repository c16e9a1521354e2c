import { createSecretKey, type KeyObject } from "node:crypto";
import { readKeyRingSecrets } from "./secrets.ts";

/** The key ring, its keys ready to use. */
export interface KeyRing {
  readonly currentKid: string;
  readonly signingKeys: ReadonlyMap<string, KeyObject>;
  readonly userTokenKeys: readonly KeyObject[];
  readonly privateKeys: readonly Buffer[];
}

/**
 * Opens a key ring from its JSON text.
 *
 * @throws KeyRingError naming the field that cannot be used
 */
export function openKeyRing(json: string): KeyRing {
  const { currentKid, signing, userToken, privateKey } = readKeyRingSecrets(json);
  return {
    currentKid,
    signingKeys: new Map([...signing].map(([kid, secret]) => [kid, hmacKey(secret)])),
    userTokenKeys: userToken.map(hmacKey),
    privateKeys: privateKey.map((key) => Buffer.from(key)),
  };
}

const hmacKey = (secret: string): KeyObject => createSecretKey(secret, "utf8");
