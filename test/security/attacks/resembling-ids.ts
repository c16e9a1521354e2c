/** A text with each of its bytes percent-encoded. */
export const percent = (text: string) =>
  Buffer.from(text)
    .toString("hex")
    .replaceAll(/../g, (hex) => `%${hex}`);

const words = (text: string) => text.split(" ");

const anywhere = words("%2F %2f %5C %00 %0a %0d%0a %20 + %09 %3F %23 %25 %7F %C2%A0 %E2%80%8B");
const inFront = words("..%2F %2e%2e%2f me%2F..%2F x%2F..%2F .%2F ..;%2F ..%5C [ { ( ' ~ ! $");
const behind = words("%2Fapi_key ;x=1 & : .json ~ * ' ] } ) 0 a @x %00.json");
const prefixes = words("User_ USER_ user- user users_ user__ user_user_ us%65r%5f%5f ＵＳＥＲ_");

/** Digits and letters that are none of 0-9 and a-f, and marks on top of them. */
const digits = words("\u0660 \uff11 \u{1d7d8} \u00b2 \u0131 \uff41 a\u0301 \u200b \ufeff g G A F");

const nobody = [
  ...words("ME Me me%20 me%00 %6De%2F self * %2A {user_id} undefined null 0 -1 NaN true user_ ."),
  ...words("__proto__ constructor toString [object%20Object] '%20OR%20'1'='1 %24%7Bjndi%7D"),
  ...words(
    "%3Cscript%3E %F0%9F%94%91 user_00000000-0000-4000-8000-000000000000 %25%36%64%25%36%35",
  ),
  "x".repeat(5000),
];

/** Path segments that only resemble a user's id: they are nobody's, whoever asks. */
export function resembling(id: string): string[] {
  const hexDigits = id.slice("user_".length);
  return [
    ...anywhere.flatMap((text) => [id + text, text + id, id.slice(0, 9) + text + id.slice(9)]),
    ...inFront.map((text) => text + id),
    ...behind.map((text) => id + text),
    ...[`${id},${id}`, `${id}%2C${id}`, id + id, id.repeat(50), id.slice(0, -1), id.slice(1)],
    ...[percent(percent(id)), id.replace("_", "%255F"), hexDigits],
    ...[id.toUpperCase(), `user_${hexDigits.toUpperCase()}`],
    ...prefixes.map((prefix) => prefix.replaceAll(/[^ -~]+/g, encodeURIComponent) + hexDigits),
    ...digits.map((digit) => encodeURIComponent(id.slice(0, -1) + digit)),
    ...nobody,
  ];
}
