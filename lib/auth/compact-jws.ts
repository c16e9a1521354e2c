import type { KeyObject } from "node:crypto";
import { isSignedHs256 } from "../hs256.ts";
import { parseStrictJsonObject, StrictJsonError } from "../strict-json.ts";
import { invalidToken } from "./errors.ts";

/** A compact JWS (RFC 7515 §7.1) that can be read one way only. Its signature is not checked yet. */
export interface CompactJws {
  /** What is signed: the first two segments. */
  readonly signingInput: string;
  readonly signature: Buffer;
  readonly alg: string;
  readonly kid: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What a kind of token may have in its header beside `alg` and `kid`. */
export interface HeaderRules {
  /** Whose token it is, by its `typ`, if it has one. */
  readonly isTyp: (typ: string) => boolean;
  /** The name of such a `typ`, for the log. */
  readonly typ: string;
  /** Members that are not looked at. */
  readonly ignored: readonly string[];
}

const HEADER_MEMBERS = ["alg", "typ", "kid"];

/** The header of what this service and its login service make. */
const ownHeader: HeaderRules = { isTyp: (typ) => typ === "JWT", typ: "JWT", ignored: [] };

/**
 * Reads a compact JWS and refuses what a lenient reader would let pass: segments that are not canonical base64url
 * (RFC 4648 §3.5, §5), JSON that can be read in two ways, and header members other than `alg`, `typ`, `kid`.
 *
 * @param rules what else the header may have: nothing, unless told
 * @throws ApiError 401 if the text is anything else
 */
export function parseCompactJws(text: string, rules: HeaderRules = ownHeader): CompactJws {
  const [first, second, third, ...more] = text.split(".");
  if (first === undefined || second === undefined || third === undefined || more.length > 0) {
    throw invalidToken("not three segments");
  }
  const header = parseSegment(first);
  const claims = parseSegment(second);
  const signature = decodeSegment(third);

  const { alg, typ, kid } = header;
  const known = [...HEADER_MEMBERS, ...rules.ignored];
  if (Object.keys(header).some((name) => !known.includes(name))) {
    throw invalidToken("a header member other than alg, typ and kid");
  }
  if (typeof alg !== "string") throw invalidToken("alg is not a string");
  if (typ !== undefined && !(typeof typ === "string" && rules.isTyp(typ))) {
    throw invalidToken(`typ is not ${rules.typ}`);
  }
  if (kid !== undefined && typeof kid !== "string") throw invalidToken("kid is not a string");
  return { signingInput: `${first}.${second}`, signature, alg, kid, claims };
}

/**
 * Checks the signature of a JWS against each key in turn. HS256 and nothing else (RFC 8725 §3.1): a token
 * that names another algorithm, or none, does not choose how it is checked.
 *
 * @throws ApiError 401 if no key made the signature
 */
export function verifyHs256(jws: CompactJws, keys: readonly KeyObject[]): void {
  if (jws.alg !== "HS256") throw invalidToken("alg is not HS256");
  if (!keys.some((key) => isSignedHs256(jws.signature, jws.signingInput, key))) {
    throw invalidToken("the signature is not ours");
  }
}

function decodeSegment(segment: string): Buffer {
  const bytes = Buffer.from(segment, "base64url");
  if (segment === "" || bytes.toString("base64url") !== segment) {
    throw invalidToken("a segment is not canonical base64url");
  }
  return bytes;
}

function parseSegment(segment: string): Record<string, unknown> {
  try {
    return parseStrictJsonObject(decodeSegment(segment));
  } catch (error) {
    if (error instanceof StrictJsonError) throw invalidToken(`a segment ${error.message}`);
    throw error;
  }
}
