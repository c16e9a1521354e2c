import { gzipSync } from "node:zlib";
import { hostileJson } from "./hostile-json.ts";
import { oauthRefusals, type Refusal, refusals } from "./refusals.ts";

/** A body, a character for each byte, and the refusal that the contract has for it. */
export type BadBody<Of extends Refusal = Refusal> = readonly [body: string, refusal: Of];

const latin1 = (text: string | Buffer) => Buffer.from(text).toString("latin1");
const isObject = (json: string) => json.startsWith("{");

const grace = "grace_period_seconds";
const wrongPeriods = hostileJson.filter(
  (json) => !["0", "-0", "1", "1e-999", "1e999", "-1e999"].includes(json),
);

const notJson = [
  ...[
    "{",
    "}",
    "[",
    "{]",
    "{}{}",
    "{},",
    "{}}",
    "x",
    "'{}'",
    "{a:1}",
    "{'a':1}",
    '{"a"}',
    '{"a":}',
  ],
  ...[
    "undefined",
    "NaN",
    "Infinity",
    "-",
    "+1",
    "01",
    "1.",
    ".5",
    "0x1",
    "1e",
    "tru",
    '"',
    '"\n"',
    '"\\x"',
  ],
  ...[
    "//\n{}",
    "/**/{}",
    ")]}'\n{}",
    "{}\0",
    "\0",
    "\0{}",
    "<a/>",
    "a=b",
    "--x\r\n\r\n{}\r\n--x--",
  ],
  ...["80", "ff", "c328", "c080", "eda080", "f4908080"].flatMap((hex) => {
    const bytes = Buffer.from(hex, "hex").toString("latin1");
    return [bytes, `{}${bytes}`, `{"${grace}":"${bytes}"}`];
  }),
  ...["1e999", "-1e999", "[1e999]"].map((json) => `{"${grace}":${json}}`),
  ...["0", "1", "null"].map((json) => `{"${grace}":${json},"${grace}":0}`),
  `{"${grace}":0,"\\u0067race_period_seconds":1}`,
  `{"a":{"b":1,"b":1}}`,
  `{"__proto__":{"${grace}":1}}`,
  latin1("\ufeff{}"),
  latin1(Buffer.from("{}", "utf16le")),
  latin1(gzipSync("{}")),
];

/** Bodies of a reset that are not as they must be. */
export const badBodies: readonly BadBody[] = [
  ...notJson.map((body) => [body, refusals.notJson] as const),
  ...hostileJson
    .filter((json) => !isObject(json) && !/^-?1e999$/.test(json))
    .map((body) => [latin1(body), refusals.notObject] as const),
  ...wrongPeriods
    .filter((json) => !json.includes("__proto__"))
    .map((json) => [latin1(`{"${grace}":${json}}`), refusals.otherGracePeriod] as const),
  ...["604801", "-1", "0.5", "1e6", "9007199254740993", '"0"', "[0]", "-0.5", "604800.5"].map(
    (json) => [`{"${grace}":${json}}`, refusals.otherGracePeriod] as const,
  ),
  ...[
    "",
    "a",
    "user_id",
    "sub",
    grace.toUpperCase(),
    ` ${grace}`,
    "constructor",
    "kid",
    "mayCreate",
  ].map((name) => [`{"${name}":1,"${grace}":1}`, refusals.otherMember] as const),
  ...["[".repeat(4097), " ".repeat(4095).concat("{}"), `{"a":"${"a".repeat(1_000_000)}"}`].map(
    (body) => [body, refusals.tooLarge] as const,
  ),
];

/** Forms for Introspect that are not as they must be. */
export const badForms: readonly BadBody<(typeof oauthRefusals)[keyof typeof oauthRefusals]>[] = [
  ...[
    "",
    "=",
    "&",
    "token",
    "token=",
    "Token=x",
    "TOKEN=x",
    "token[]=x",
    "token%00=x",
    "tok=en",
  ].map((body) => [body, oauthRefusals.notOneToken] as const),
  ...[
    " token=x",
    "token =x",

    "\ufefftoken=x",
    "token;x",
    '{"token":"x"}',
    "%74oken",
  ].map((body) => [latin1(body), oauthRefusals.notOneToken] as const),
  ...["token=a&token=b", "token=a&token=a", "token=a&token=", "%74oken=a&token=b"].map(
    (body) => [body, oauthRefusals.notOneToken] as const,
  ),
  ...["--x\r\n\r\ntoken=a\r\n--x--", latin1(gzipSync("token=x"))].map(
    (body) => [body, oauthRefusals.notOneToken] as const,
  ),
  ...[8193, 1_000_000].map(
    (length) => [`token=${"a".repeat(length - 6)}`, oauthRefusals.tooLarge] as const,
  ),
];

const types = [
  ...["", " ", "x", "/", "*/*", "json", "text/json", "text/plain", "text/html", "application/*"],
  ...["application/json+x", "application/jsonp", "application/x-json", "application/ld+json"],
  ...["application/problem+json", "application/xml", "application/octet-stream", "application/jso"],
  ...[
    "multipart/form-data; boundary=x",
    "text/plain; application/json",
    "application/json, text/plain",
  ],
  ...["application/x-www-form-urlencodedx", "x-www-form-urlencoded", "application/jwt", "null"],
];

/** Content types of a body that is not taken for JSON. */
export const otherJsonTypes = [...types, "application/x-www-form-urlencoded"];

/** Content types of a body that is not taken for a form. */
export const otherFormTypes = [...types, "application/json"];
