import { createSecretKey, type KeyObject } from "node:crypto";
import { readKeyRingSecrets } from "./secrets.ts";

/** A key that signs API keys, in the form of who verifies with it and of who signs. */
export interface SigningKey {
  readonly verifying: CryptoKey;
  readonly signing: KeyObject;
}

/** The key ring, its keys imported and ready to use. */
export interface KeyRing {
  readonly currentKid: string;
  readonly signingKeys: ReadonlyMap<string, SigningKey>;
  readonly userTokenKeys: readonly CryptoKey[];
  readonly privateKeys: readonly Buffer[];
}

/**
 * Opens a key ring from its JSON text.
 *
 * @throws KeyRingError naming the field that cannot be used
 */
export async function openKeyRing(json: string): Promise<KeyRing> {
  const secrets = readKeyRingSecrets(json);
  const signingKeys = [...secrets.signing].map(
    async ([kid, secret]) => [kid, await openSigningKey(secret)] as const,
  );
  return {
    currentKid: secrets.currentKid,
    signingKeys: new Map(await Promise.all(signingKeys)),
    userTokenKeys: await Promise.all(secrets.userToken.map(importHmacKey)),
    privateKeys: secrets.privateKey.map((key) => Buffer.from(key)),
  };
}

async function openSigningKey(secret: string): Promise<SigningKey> {
  return {
    verifying: await importHmacKey(secret),
    signing: createSecretKey(secret, "utf8"),
  };
}

function importHmacKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", Buffer.from(secret), algorithm, false, ["verify"]);
}
