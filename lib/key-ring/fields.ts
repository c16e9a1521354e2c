/** The fields of a key ring, each read with a check that throws a KeyRingError naming it. */
import { isJsonObject, parseStrictJsonObject, StrictJsonError } from "../strict-json.ts";

/** The key ring cannot be used. The message names the field at fault and never holds a value. */
export class KeyRingError extends Error {
  override readonly name = "KeyRingError";

  constructor(problem: string) {
    super(`The key ring cannot be used: ${problem}.`);
  }
}

/** `kid` of the signing key that is derived from `root`. */
export const ROOT_KID = "root";

const PRIVATE_KEY = /^clara_private_[A-Za-z0-9_-]{43}$/;
const KID = /^[A-Za-z0-9._-]{1,64}$/;

/** The ring's members. */
export function parse(json: string): Record<string, unknown> {
  try {
    return parseStrictJsonObject(json);
  } catch (error) {
    if (error instanceof StrictJsonError) throw new KeyRingError(`its text ${error.message}`);
    throw error;
  }
}

/** The member `api_key`: keys that sign API keys, and which of them is current. */
export function signingKeys(value: unknown, root: string | undefined) {
  if (!isJsonObject(value)) throw new KeyRingError('"api_key" must be an object');
  onlyMembers(value, "api_key.", ["current", "keys"]);
  const { current, keys } = value;
  if (!isJsonObject(keys) || Object.keys(keys).length === 0) {
    throw new KeyRingError('"api_key.keys" must be an object of at least one key');
  }
  const signing = new Map<string, string>();
  for (const [kid, key] of Object.entries(keys)) {
    if (!KID.test(kid)) {
      throw new KeyRingError(
        'each name in "api_key.keys" must be 1 to 64 characters of A-Z, a-z, 0-9, ., _ and -',
      );
    }
    if (kid === ROOT_KID && root !== undefined) {
      throw new KeyRingError('"api_key.keys.root" is taken by the key derived from "root"');
    }
    signing.set(kid, secret(key, quoted("api_key.keys.", kid)));
  }
  const currentIsRoot = current === ROOT_KID && root !== undefined;
  if (typeof current !== "string" || !(signing.has(current) || currentIsRoot)) {
    throw new KeyRingError('"api_key.current" must name one of "api_key.keys"');
  }
  return { currentKid: current, signing };
}

/** A list of secrets. */
export function secrets(value: unknown, field: string): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new KeyRingError(`"${field}" must be a list of at least one string`);
  }
  return value.map((entry, index) => secret(entry, `"${field}[${index}]"`));
}

/** The member `private_key`. */
export function privateKeys(value: unknown): string[] {
  const keys = secrets(value, "private_key");
  if (keys.every((key) => PRIVATE_KEY.test(key))) return keys;
  throw new KeyRingError(
    'each value of "private_key" must be clara_private_ and 43 characters of A-Z, a-z, 0-9, _ and -',
  );
}

/** One secret: a string of at least 32 bytes. `field` is how an error names it. */
export function secret(value: unknown, field: string): string {
  if (typeof value !== "string" || !value.isWellFormed() || Buffer.byteLength(value) < 32) {
    throw new KeyRingError(`${field} must be a string of at least 32 bytes`);
  }
  return value;
}

/** A member's name, unless it is so long that it may be a secret in the wrong place. */
function quoted(prefix: string, name: string): string {
  return name.length < 32
    ? `"${prefix}${name}"`
    : `in "${prefix}…" with a name of over 31 characters`;
}

/** Refuses a member that nobody reads: it is a typing mistake. */
export function onlyMembers(
  value: Record<string, unknown>,
  prefix: string,
  names: readonly string[],
) {
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new KeyRingError(`it has an unknown member ${quoted(prefix, unknown)}`);
  }
}
