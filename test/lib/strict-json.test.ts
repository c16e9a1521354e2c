import { describe, expect, test } from "@jest/globals";
import { parseStrictJson, parseStrictJsonObject, StrictJsonError } from "../../lib/strict-json.ts";

describe("parseStrictJson gives what JSON.parse gives", () => {
  test.each([
    ["{}"],
    ["[]"],
    ["null"],
    ['"a:b"'],
    ["1.5e3"],
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}'],
    ['{"a\\"":":","b":"{\\"a\\":1}"}'],
    ['{"__proto__":1,"constructor":2}'],
    ['{"\\\\":1,"":2}'],
    ['{"0":[],"1":[[":"]]}'],
  ])("%s", (text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  test("however deep", () => {
    const deep = "[".repeat(1000) + "]".repeat(1000);
    expect(parseStrictJson(deep)).toEqual(JSON.parse(deep));
  });
});

describe("parseStrictJson refuses", () => {
  test.each([
    ["nothing", "", "is not JSON"],
    ["half an object", '{"a":', "is not JSON"],
    ["a trailing comma", "[1,]", "is not JSON"],
    ["a byte order mark", "\ufeff{}", "is not JSON"],
    ["a member named twice", '{"a":1,"a":1}', "names a member twice"],
    ["a member named twice with an escape", '{"a":1,"\\u0061":1}', "names a member twice"],
    ["a member named twice inside", '[{"b":{"a":1,"a":2}}]', "names a member twice"],
    ["__proto__ named twice", '{"__proto__":1,"__proto__":2}', "names a member twice"],
    ["a number beyond the finite", '{"a":[1e400]}', "has a number that is not finite"],
    ["a number below the finite", "-1e400", "has a number that is not finite"],
  ])("%s", (_case, text, message) => {
    expect(() => parseStrictJson(text)).toThrow(new StrictJsonError(message));
  });

  test("bytes that are not UTF-8", () => {
    expect(() => parseStrictJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(
      new StrictJsonError("is not UTF-8"),
    );
  });
});

describe("parseStrictJsonObject refuses", () => {
  test.each([["[]"], ["null"], ["1"], ['"x"'], ["true"]])("%s", (text) => {
    expect(() => parseStrictJsonObject(text)).toThrow(new StrictJsonError("is not a JSON object"));
  });
});
