import { randomBytes } from "node:crypto";
import { KeyRingError, parse } from "./fields.ts";
import { readKeyRingSecrets } from "./secrets.ts";

/** A key for API keys that a rotation adds to the ring. */
export interface NewSigningKey {
  /** When it was made, in UTC to the second, such as `20261122T015100Z`. */
  readonly kid: string;
  readonly secret: string;
}

/** The ring that comes after another. */
export interface NextKeyRing {
  readonly json: string;
  /** `kid` of the signing key that is current in it and was not before, if there was one to make current. */
  readonly promoted: string | undefined;
}

/** The key ring can't be rotated now. The message says why, and never holds a secret. */
export class RotationError extends Error {
  override readonly name = "RotationError";
}

/** What tells a signing key that a rotation made from one that an operator named, and the newest from the rest. */
const MADE_BY_ROTATION = /^\d{8}T\d{6}Z$/;

/** Makes a signing key of 32 random bytes, as base64url. */
export function newSigningKey(): NewSigningKey {
  const toTheSecond = new Date(Date.now()).toISOString().slice(0, "2026-11-22T01:51:00".length);
  return {
    kid: `${toTheSecond.replaceAll(/[-:]/g, "")}Z`,
    secret: randomBytes(32).toString("base64url"),
  };
}

/**
 * Works out the ring that comes after this one: the newest signing key that a rotation made is current, the added
 * one waits for the next rotation, and all else is kept. A signing key that an operator named is made current by
 * the operator only.
 *
 * @param json the ring's text; the same text and the same key give the same answer, byte for byte
 * @throws KeyRingError if this ring can't be used
 * @throws RotationError if the added key would not be the newest
 */
export function rotateKeyRing(json: string, added: NewSigningKey): NextKeyRing {
  const { currentKid, signing } = readKeyRingSecrets(json);
  const newest = newestOf(signing.keys());
  if (newest !== undefined && added.kid <= newest) {
    throw new RotationError(`The ring has a signing key as new as ${added.kid}: ${newest}.`);
  }
  const { api_key, ...others } = parse(json);
  const { keys } = (api_key ?? {}) as { keys?: Record<string, string> };
  const current = newest ?? currentKid;
  const next = {
    ...others,
    api_key: { current, keys: { ...keys, [added.kid]: added.secret } },
  };
  return {
    json: JSON.stringify(next),
    promoted: current === currentKid ? undefined : current,
  };
}

/** The signing key that a rotation added last to this ring, if the ring can be used and has one. */
export function lastAdded(json: string): NewSigningKey | undefined {
  try {
    const { signing } = readKeyRingSecrets(json);
    const kid = newestOf(signing.keys());
    const secret = kid && signing.get(kid);
    return secret ? { kid, secret } : undefined;
  } catch (error) {
    if (error instanceof KeyRingError) return undefined;
    throw error;
  }
}

/** Their names sort by time. */
function newestOf(kids: Iterable<string>): string | undefined {
  return [...kids]
    .filter((kid) => MADE_BY_ROTATION.test(kid))
    .sort()
    .at(-1);
}
