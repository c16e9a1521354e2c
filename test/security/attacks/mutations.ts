import fc from "fast-check";

/** A text that is not quite another. */
export interface Mutation {
  readonly name: string;
  readonly text: string;
}

const character = (byte: number) => String.fromCharCode(byte);
const splice = (text: string, at: number, cut: number, put = "") =>
  text.slice(0, at) + put + text.slice(at + cut);

/** Every bit turned, every character left out or doubled, and every two neighbours exchanged. */
export function everyMutation(text: string): Mutation[] {
  const positions = [...text].map((_, at) => at);
  const all = positions.flatMap((at) => {
    const code = text.charCodeAt(at);
    const bits = [1, 2, 4, 8, 16, 32, 64, 128].map((bit) => ({
      name: `bit ${bit} of byte ${at} turned`,
      text: splice(text, at, 1, character(code ^ bit)),
    }));
    return [
      ...bits,
      { name: `byte ${at} left out`, text: splice(text, at, 1) },
      { name: `byte ${at} doubled`, text: splice(text, at, 0, character(code)) },
      { name: `cut short at ${at}`, text: text.slice(0, at) },
      {
        name: `bytes ${at} and ${at + 1} exchanged`,
        text: splice(text, at, 2, text.charAt(at + 1) + text.charAt(at)),
      },
    ];
  });
  return all.filter(({ text: other }) => other !== text && other !== "");
}

/** Any one byte put in the place of another, or between two. A space in front would belong to the scheme. */
export const anyMutation = (text: string) =>
  fc
    .record({
      at: fc.nat({ max: text.length }),
      cut: fc.constantFrom(0, 1),
      byte: fc.nat({ max: 255 }),
    })
    .map(({ at, cut, byte }) => ({
      name: `${cut === 0 ? "added" : "put"} byte ${byte} at ${at}`,
      text: splice(text, at, cut, character(byte)),
    }))
    .filter(({ text: other }) => other !== text && !other.startsWith(" "));
