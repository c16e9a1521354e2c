import { hkdfSync } from "node:crypto";
import { isJsonObject, parseStrictJsonObject, StrictJsonError } from "../strict-json.ts";

/** The secrets of the service, each a string whose UTF-8 bytes are the key. */
export interface KeyRingSecrets {
  /** `kid` of the key that signs new API keys. */
  readonly currentKid: string;
  /** Keys that sign and verify API keys, by `kid`. */
  readonly signing: ReadonlyMap<string, string>;
  /** Secrets of the login service that makes user tokens: the one in use first. */
  readonly userToken: readonly string[];
  /** Keys of the operator's own services, whole: `clara_private_…`. */
  readonly privateKey: readonly string[];
}

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

/**
 * Reads a key ring from its JSON text and derives from `root` whatever it leaves out: HKDF-SHA256 (RFC
 * 5869) without salt, 32 bytes, as base64url.
 *
 * @throws KeyRingError if the text is not a key ring, a value is shorter than 32 bytes, or one value
 *   stands for two purposes
 */
export function readKeyRingSecrets(json: string): KeyRingSecrets {
  const ring = parse(json);
  onlyMembers(ring, "", ["root", "api_key", "user_token", "private_key"]);
  const root = ring.root === undefined ? undefined : secret(ring.root, "root");
  const given = {
    signing: ring.api_key === undefined ? undefined : signingKeys(ring.api_key, root),
    userToken: ring.user_token === undefined ? undefined : secrets(ring.user_token, "user_token"),
    privateKey:
      ring.private_key === undefined ? undefined : secrets(ring.private_key, "private_key"),
  };
  if (given.privateKey?.some((value) => !PRIVATE_KEY.test(value))) {
    throw new KeyRingError(
      'each value of "private_key" must be clara_private_ and 43 characters of A-Z, a-z, 0-9, _ and -',
    );
  }
  refuseSharedValues({
    root: root === undefined ? [] : [root],
    api_key: [...(given.signing?.signing.values() ?? [])],
    user_token: given.userToken ?? [],
    private_key: given.privateKey ?? [],
  });

  const derived = (purpose: string): string => {
    if (root === undefined) throw new KeyRingError(`it has neither "root" nor "${purpose}"`);
    const bytes = hkdfSync("sha256", root, "", `clara/${purpose}`, 32);
    return Buffer.from(bytes).toString("base64url");
  };
  const signing = new Map(given.signing?.signing);
  if (root !== undefined || !given.signing) signing.set(ROOT_KID, derived("api_key"));

  return {
    currentKid: given.signing?.currentKid ?? ROOT_KID,
    signing,
    userToken: given.userToken ?? [derived("user_token")],
    privateKey: given.privateKey ?? [`clara_private_${derived("private_key")}`],
  };
}

function parse(json: string): Record<string, unknown> {
  try {
    return parseStrictJsonObject(json);
  } catch (error) {
    if (error instanceof StrictJsonError) throw new KeyRingError(`its text is ${error.message}`);
    throw error;
  }
}

function signingKeys(value: unknown, root: string | undefined) {
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
    signing.set(kid, secret(key, `api_key.keys.${kid}`));
  }
  const currentIsRoot = current === ROOT_KID && root !== undefined;
  if (typeof current !== "string" || !(signing.has(current) || currentIsRoot)) {
    throw new KeyRingError('"api_key.current" must name one of "api_key.keys"');
  }
  return { currentKid: current, signing };
}

function secrets(value: unknown, field: string): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new KeyRingError(`"${field}" must be a list of at least one string`);
  }
  return value.map((entry, index) => secret(entry, `${field}[${index}]`));
}

function secret(value: unknown, field: string): string {
  if (typeof value !== "string" || !value.isWellFormed() || Buffer.byteLength(value) < 32) {
    throw new KeyRingError(`"${field}" must be a string of at least 32 bytes`);
  }
  return value;
}

function onlyMembers(value: Record<string, unknown>, prefix: string, names: readonly string[]) {
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new KeyRingError(`it has an unknown member "${prefix}${unknown}"`);
  }
}

/** Whoever holds the key of one purpose must not be able to make what another purpose accepts. */
function refuseSharedValues(purposes: Record<string, readonly string[]>) {
  const seen = new Map<string, string>();
  for (const [purpose, values] of Object.entries(purposes)) {
    for (const value of values) {
      const other = seen.get(value);
      if (other !== undefined && other !== purpose) {
        throw new KeyRingError(`"${other}" and "${purpose}" share a value`);
      }
      seen.set(value, purpose);
    }
  }
}
