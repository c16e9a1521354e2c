import { hkdfSync } from "node:crypto";
import {
  KeyRingError,
  onlyMembers,
  parse,
  privateKeys,
  ROOT_KID,
  secret,
  secrets,
  signingKeys,
} from "./fields.ts";

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
  const root = ring.root === undefined ? undefined : secret(ring.root, '"root"');
  const given = {
    signing: ring.api_key === undefined ? undefined : signingKeys(ring.api_key, root),
    userToken: ring.user_token === undefined ? undefined : secrets(ring.user_token, "user_token"),
    privateKey: ring.private_key === undefined ? undefined : privateKeys(ring.private_key),
  };

  const derived = (purpose: string): string => {
    if (root === undefined) throw new KeyRingError(`it has neither "root" nor "${purpose}"`);
    const bytes = hkdfSync("sha256", root, "", `clara/${purpose}`, 32);
    return Buffer.from(bytes).toString("base64url");
  };
  const signing = new Map(given.signing?.signing);
  if (root !== undefined || !given.signing) signing.set(ROOT_KID, derived("api_key"));

  const whole = {
    currentKid: given.signing?.currentKid ?? ROOT_KID,
    signing,
    userToken: given.userToken ?? [derived("user_token")],
    privateKey: given.privateKey ?? [`clara_private_${derived("private_key")}`],
  };
  refuseSharedValues({
    root: root === undefined ? [] : [root],
    api_key: [...signing.values()],
    user_token: whole.userToken,
    private_key: whole.privateKey,
  });
  return whole;
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
