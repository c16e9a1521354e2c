const DEEP = 1000;

/** Numbers that parsers read in different ways, or that are not finite. */
const numbers = ["0", "-0", "1", "-1", "0.5", "1e999", "-1e999", "1e308", "5e-324", "1e-999"];

const words = [
  "",
  " ",
  "x",
  "me",
  "none",
  "user",
  "admin",
  "api_key",
  "private_key",
  "true",
  "null",
  "undefined",
  "NaN",
  "4102444800",
  "[object Object]",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "../../../../dev/null",
  "C:\\windows\\win.ini",
  "' OR '1'='1' --",
  '" UNION SELECT secret FROM keys --',
  "k2\0",
  "\0",
  "k2\n",
  "\u202ek2",
  "ĸ2",
  "user_٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١٣١",
  "$\u007bjndi:ldap://127.0.0.1/a}",
  "$(id)",
  "<script>alert(1)</script>",
  "http://127.0.0.1/keys",
  "x".repeat(1500),
];

const objects = [
  "[]",
  "[null]",
  '["HS256"]',
  '["user"]',
  "{}",
  '{"a":1}',
  '{"__proto__":{"role":"user"}}',
  '{"toString":"HS256"}',
  '{"length":5}',
];

/** JSON of 1,000 levels of lists, and of 250 levels of objects: more would not fit into a header. */
export const deepJson = [
  `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP / 4)}1${"}".repeat(DEEP / 4)}`,
];

/** The JSON of values that a token's member should rarely have: of every type, huge, deep and misleading. */
export const hostileJson: readonly string[] = [
  "null",
  "true",
  "false",
  ...numbers,
  ...words.map((word) => JSON.stringify(word)),
  '"\\ud800"',
  ...objects,
  ...deepJson,
];
