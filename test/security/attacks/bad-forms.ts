import { gzipSync } from "node:zlib";
import { oauthRefusals } from "../refusals.ts";
import { type BadBody, bytes } from "./bad-bodies.ts";

type OAuthRefusal = (typeof oauthRefusals)[keyof typeof oauthRefusals];

const notOneToken = [
  ...["", " token=x", "token =x", "--x\r\n\r\ntoken=a\r\n--x--", bytes("\ufefftoken=x")],
  ..."= & token token= Token=x TOKEN=x token[]=x token%00=x tok=en token;x %74oken".split(" "),
  ...'token=a&token=b token=a&token=a token=a&token= %74oken=a&token=b {"token":"x"}'.split(" "),
  bytes(gzipSync("token=x")),
];

/** Forms for Introspect that are not as they must be. */
export const badForms: readonly BadBody<OAuthRefusal>[] = [
  ...notOneToken.map((body) => [body, oauthRefusals.notOneToken] as const),
  ...[8193, 1_000_000].map(
    (length) => [`token=${"a".repeat(length - 6)}`, oauthRefusals.tooLarge] as const,
  ),
];

const types = [
  ...["", " ", "text/plain; application/json", "application/json, text/plain", "x; boundary=x"],
  ..."x / */* json text/json text/plain text/html application/* application/json+x null".split(" "),
  ..."application/jsonp application/x-json application/ld+json application/problem+json".split(" "),
  ..."application/xml application/octet-stream application/jso multipart/form-data".split(" "),
  ..."application/x-www-form-urlencodedx x-www-form-urlencoded application/jwt".split(" "),
];

/** Content types of a body that is not taken for JSON. */
export const otherJsonTypes = [...types, "application/x-www-form-urlencoded"];

/** Content types of a body that is not taken for a form. */
export const otherFormTypes = [...types, "application/json"];
