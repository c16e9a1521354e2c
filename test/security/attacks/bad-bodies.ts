import { gzipSync } from "node:zlib";
import { type Refusal, refusals } from "../refusals.ts";
import { hostileJson } from "./hostile-json.ts";

/** A body, a character for each byte, and the refusal that the contract has for it. */
export type BadBody<Of extends Refusal = Refusal> = readonly [body: string, refusal: Of];

/** Text as the bytes of its UTF-8, or bytes, with a character for each. */
export const bytes = (text: string | Buffer) => Buffer.from(text).toString("latin1");

const words = (text: string) => text.split(" ");
const grace = "grace_period_seconds";
const notFinite = words("1e999 -1e999");

const notUtf8 = words("80 ff c328 c080 eda080 f4908080").map((hex) =>
  bytes(Buffer.from(hex, "hex")),
);

const notJson = [
  ...words(`{ } [ {] {}{} {}, {}} x '{}' {a:1} {'a':1} {"a"} {"a":} {"a":1,} tru " "\\x" {} x`),
  ...words("undefined NaN Infinity - +1 01 1. .5 0x1 1e //\n{} /**/{} )]}'\n{} <a/> a=b \0 {}\0"),
  ...["--x\r\n\r\n{}\r\n--x--", '"\n"', bytes("\ufeff{}"), bytes(Buffer.from("{}", "utf16le"))],
  ...notUtf8.flatMap((strange) => [strange, `{}${strange}`, `{"${grace}":"${strange}"}`]),
  ...notFinite.flatMap((json) => [json, `{"${grace}":${json}}`, `{"${grace}":[${json}]}`]),
  ...words("0 1 null").map((json) => `{"${grace}":${json},"${grace}":0}`),
  ...[`{"${grace}":0,"\\u0067race_period_seconds":1}`, '{"a":{"b":1,"b":1}}'],
  ...[`{"__proto__":{"${grace}":1}}`, bytes(gzipSync("{}"))],
].filter((body) => body !== "{}");

const periods = words("0 -0 1 1e-999"); // whole numbers that are not too large

const otherPeriods = [
  ...hostileJson.filter((json) => ![...periods, ...notFinite].includes(json)),
  ...words('604801 -1 0.5 1e6 9007199254740993 "0" [0] -0.5 604800.5 1e-323'),
].filter((json) => !json.includes("__proto__"));

const otherMembers = words(`a user_id sub role kid mayCreate constructor ${grace.toUpperCase()} x`);

/** Bodies of a reset that are not as they must be. */
export const badBodies: readonly BadBody[] = [
  ...notJson.map((body) => [body, refusals.notJson] as const),
  ...hostileJson
    .filter((json) => !json.startsWith("{") && !notFinite.includes(json))
    .map((json) => [bytes(json), refusals.notObject] as const),
  ...otherPeriods.map(
    (json) => [bytes(`{"${grace}":${json}}`), refusals.otherGracePeriod] as const,
  ),
  ...[...otherMembers, "", ` ${grace}`, `${grace}\\u0000`].map(
    (name) => [`{"${name}":1,"${grace}":1}`, refusals.otherMember] as const,
  ),
  ...["[".repeat(4097), `${" ".repeat(4095)}{}`, `{"a":"${"a".repeat(1_000_000)}"}`].map(
    (body) => [body, refusals.tooLarge] as const,
  ),
];
