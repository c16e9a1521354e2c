import type { Forgery, TakenApart } from "./taken-apart.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PARTS = ["header", "claims", "signature"] as const;

interface Variant {
  readonly name: string;
  readonly segment: string;
}

/** Segments that a lenient decoder reads as the same bytes. */
function sameBytes(segment: string): Variant[] {
  const middle = Math.floor(segment.length / 2);
  const strange = [..."=+/~!*'()%&;:@$|\\\"<>^`{}[]#?"].flatMap((character) => [
    character,
    character.repeat(2),
  ]);
  const added = [
    ...strange,
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "%3D",
    "A===",
  ];
  return [
    ...added.flatMap((text) =>
      [0, middle, segment.length].map((at) => ({
        name: `${JSON.stringify(text)} at ${at}`,
        segment: segment.slice(0, at) + text + segment.slice(at),
      })),
    ),
    ...otherTrailingBits(segment),
  ];
}

/** The last character's unused bits, in every other way. */
function otherTrailingBits(segment: string): Variant[] {
  const bytes = Buffer.from(segment, "base64url");
  return [...ALPHABET]
    .map((last) => segment.slice(0, -1) + last)
    .filter((other) => other !== segment && Buffer.from(other, "base64url").equals(bytes))
    .map((other) => ({ name: `trailing bits ${other.at(-1)}`, segment: other }));
}

/**
 * Each segment in all ways in which a lenient decoder takes it for what it was: under the old signature, and
 * under one over just these characters.
 */
export function withLenientSegments({ token, prefix, sign }: TakenApart): Forgery[] {
  const segments = token.slice(prefix.length).split(".");
  return segments.flatMap((segment, index) =>
    sameBytes(segment).flatMap(({ name, segment: other }) => {
      const [header = "", claims = "", signature = ""] = segments.with(index, other);
      const named = `${PARTS[index]} with ${name}`;
      const left = { name: named, token: `${prefix}${header}.${claims}.${signature}` };
      const signed = {
        name: `${named}, signed`,
        token: prefix + sign(`${header}.${claims}`),
      };
      return index === 2 ? [left] : [left, signed];
    }),
  );
}

/** Any other number of segments than three, and segments that are empty or in another order. */
export function withOtherSegments({ token, prefix }: TakenApart): Forgery[] {
  const [header = "", claims = "", signature = ""] = token.slice(prefix.length).split(".");
  const texts = [
    ...["", ".", "..", "...", "....", ".".repeat(100), "a", "a.b", "a.b.c", "null", "undefined"],
    ...choices(["", header, claims, signature]).map((three) => three.join(".")),
    ...[[header], [header, claims], [header, claims, signature, ""]].map((some) => some.join(".")),
    ...["x", header, claims, signature].map((more) => `${header}.${claims}.${signature}.${more}`),
    ...["x", header].map((more) => `${more}.${header}.${claims}.${signature}`),
    `${header}.${claims}.${signature}.x.y`,
    `.${header}.${claims}.${signature}`,
    `${header}..${claims}.${signature}`,
    `${header}${claims}${signature}`,
  ];
  return texts
    .filter((text) => prefix + text !== token)
    .map((text) => ({ name: text.replaceAll(/[^.]{9,}/g, "…"), token: prefix + text }));
}

/** Every way to choose three of these. */
const choices = (of: string[]): string[][] =>
  of.flatMap((a) => of.flatMap((b) => of.map((c) => [a, b, c])));
