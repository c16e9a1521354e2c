import { type Forgery, objectOf, type TakenApart } from "./taken-apart.ts";

/** Bytes, a character each, that are not UTF-8: stray, cut off, overlong, surrogates, beyond Unicode. */
const notUtf8 = ["80", "ff", "fe", "c2", "c328", "c080", "e280", "eda080", "f4908080", "f8808080"];
const byteOrderMark = Buffer.from("\ufeff").toString("latin1");

/** Bytes that can't be read as one JSON object in one way, with a right signature over them. */
export function withUnreadableJson({ prefix, sign, ...parts }: TakenApart): Forgery[] {
  return (["header", "claims"] as const).flatMap((part) => {
    const taken = part === "header" ? "kid" : "x"; // a member that a user token may have
    return unreadable(objectOf(parts[part]), taken).map((bytes) => {
      const segment = (of: "header" | "claims") =>
        Buffer.from(of === part ? bytes : objectOf(parts[of]), "latin1").toString("base64url");
      return {
        name: `${part}: ${JSON.stringify(bytes.replace(objectOf(parts[part]), "…"))}`,
        token: prefix + sign(`${segment("header")}.${segment("claims")}`),
      };
    });
  });
}

function unreadable(json: string, name: string): string[] {
  const open = json.slice(0, -1);
  const strange = notUtf8.map((hex) => Buffer.from(hex, "hex").toString("latin1"));
  const around = [
    ...strange,
    byteOrderMark,
    "\0",
    "//\n",
    "/**/",
    ")]}'\n",
    "\v",
    "\xa0",
    "{}",
    ",",
  ];
  const values = [
    ...["01", "1.", "+1", "0x1", "NaN", "Infinity", "1e999", "[-1e999]", "'y'", '"\n"', '"\\x41"'],
    ...['{"y":1,"y":1}', '[{"a:":1,"\\u0061:":1}]', '{"\\"":1,"\\"":2}', "", "1,", "undefined"],
    ...strange.map((bytes) => `"${bytes}"`),
  ];
  return [
    ...["null", "true", "1", '""', "[]", "{}", "{", "[{}]", "NaN", "undefined", " ", "\0"],
    ...around.flatMap((text) => [text + json, json + text]),
    ...values.map((value) => `${open},"${name}":${value}}`),
    ...[`[${json}]`, `${open},}`, `${open},${name}:1}`, `${open},"${name}"}`, JSON.stringify(json)],
    Buffer.from(json, "utf16le").toString("latin1"),
  ];
}
