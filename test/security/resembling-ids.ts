/** A text with each of its bytes percent-encoded. */
export const percent = (text: string) =>
  Buffer.from(text)
    .toString("hex")
    .replaceAll(/../g, (hex) => `%${hex}`);

/** Path segments that only resemble a user's id: they are nobody's, whoever asks. */
export const resembling = (id: string): string[] => [
  ...[
    "%2F",
    "%2f",
    "%5C",
    "%00",
    "%0a",
    "%0d%0a",
    "%20",
    "+",
    "%09",
    "%3F",
    "%23",
    "%25",
    "%7F",
  ].flatMap((text) => [id + text, text + id, id.slice(0, 9) + text + id.slice(9)]),
  ...["..%2F", "%2e%2e%2f", "me%2F..%2F", "x%2F..%2F", ".%2F", "%2F", "..;%2F"].map(
    (up) => up + id,
  ),
  ...[`${id}%2Fapi_key`, `${id};x=1`, `${id},${id}`, `${id}%2C${id}`, `${id}&x`],
  percent(percent(id)),
  id.replace("_", "%255F"),
  ...[id.toUpperCase(), id.replace(/[0-9a-f]{32}$/, (digits) => digits.toUpperCase())],
  ...["User_", "USER_", "user-", "user", "", "users_", "user__", "user_user_"].map((prefix) =>
    id.replace("user_", prefix),
  ),
  ...[
    "\u0660",
    "\uff11",
    "\u{1d7d8}",
    "\u00b2",
    "\u0131",
    "\uff41",
    "a\u0301",
    "\u200b",
    "\ufeff",
  ].map((digit) => encodeURIComponent(id.slice(0, -1) + digit)),
  ...[
    id.slice(0, -1),
    `${id}0`,
    id.slice(1),
    `${id}${id}`,
    id.repeat(50),
    `{${id}}`,
    `"${id}"`,
    `[${id}]`,
  ],
  ...[
    "ME",
    "Me",
    "m%65%00",
    "me%20",
    "me%00",
    "self",
    "*",
    "%2A",
    "{user_id}",
    "undefined",
    "null",
    "0",
  ],
  ...[
    "user_",
    "__proto__",
    "constructor",
    "toString",
    ".",
    "-1",
    "NaN",
    "true",
    "[object%20Object]",
  ],
  ...["'%20OR%20'1'='1", "%24%7Bjndi%7D", "%3Cscript%3E", "%F0%9F%94%91", "x".repeat(5000)],
];
