const LENGTH = 12;

/** Every stretch of a text that is long enough to be known again. */
export function fragmentsOf(text: string): Set<string> {
  const fragments = new Set<string>();
  for (let at = 0; at + LENGTH <= text.length; at++) fragments.add(text.slice(at, at + LENGTH));
  return fragments;
}

/** What the segments of a token say when they are decoded. */
export function segmentsOf(token: string): string[] {
  const segments = token.replace(/^clara_[a-z]+_/, "").split(".");
  return segments.map((segment) => Buffer.from(segment, "base64url").toString());
}

/** Every string inside a JSON value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
