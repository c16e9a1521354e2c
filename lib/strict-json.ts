/** The text is not JSON that can be read one way only. The message says what it does, and never quotes it. */
export class StrictJsonError extends Error {
  override readonly name = "StrictJsonError";
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Parses JSON as `JSON.parse` does, and refuses what parsers disagree on: members named twice (RFC 8259
 * §4), numbers too large to be finite (§6), bytes that are not UTF-8 and a byte order mark (§8.1).
 *
 * @throws StrictJsonError
 */
export function parseStrictJson(source: string | Uint8Array): unknown {
  const text = typeof source === "string" ? source : decode(source);
  try {
    const value: unknown = JSON.parse(text);
    if (JSON.stringify(value) !== text) refuseAmbiguous(text);
    return value;
  } catch (error) {
    if (error instanceof StrictJsonError) throw error;
    throw new StrictJsonError("is not JSON"); // the parser's own message quotes the text
  }
}

/** Looks closer at JSON that would be written otherwise: for its spaces, say, or for a member that got lost. */
function refuseAmbiguous(json: string): void {
  let membersKept = -1; // the reviver also sees the root, as the one member of a holder object
  JSON.parse(json, function (this: unknown, _key, member) {
    if (!Array.isArray(this)) membersKept++;
    if (typeof member !== "number" || Number.isFinite(member)) return member;
    throw new StrictJsonError("has a number that is not finite");
  });
  if (membersKept !== membersWritten(json)) throw new StrictJsonError("names a member twice");
}

/** Parses strictly, as {@link parseStrictJson}, and takes nothing but an object. */
export function parseStrictJsonObject(source: string | Uint8Array): Record<string, unknown> {
  const value = parseStrictJson(source);
  if (!isJsonObject(value)) throw new StrictJsonError("is not a JSON object");
  return value;
}

/** Whether a parsed JSON value is an object: not an array, not null. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new StrictJsonError("is not UTF-8");
  }
}

/** In valid JSON every colon outside a string belongs to one member. */
function membersWritten(json: string): number {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1;
}
