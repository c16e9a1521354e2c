import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
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

  test("however it is written", () => {
    const compactOrNot = fc.property(fc.jsonValue(), fc.nat(2), (value, spaces) => {
      const text = JSON.stringify(value, null, spaces);
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    });
    fc.assert(compactOrNot);
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
    ["a member named twice that reads back as long", '{"a":1,"a":1e8}', "names a member twice"],
    [
      "numbers beyond the finite that read back as long",
      "[1e309,1e309,1e309,1e5]",
      "has a number that is not finite",
    ],
    ["a number beyond the finite", '{"a":[1e400]}', "has a number that is not finite"],
    ["a number below the finite", "-1e400", "has a number that is not finite"],
  ])("%s", (_case, text, message) => {
    expect(() => parseStrictJson(text)).toThrow(new StrictJsonError(message));
  });

  test("any member named twice, however it is written", () => {
    const named = fc.record({ name: fc.string(), value: fc.jsonValue() });
    const twice = fc.property(fc.array(named), named, fc.boolean(), (members, again, spaces) => {
      const unique = new Map(members.map(({ name, value }) => [name, value]));
      const written = [...unique.entries(), [again.name, again.value], [again.name, again.value]]
        .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
        .join(spaces ? ", " : ",");
      expect(() => parseStrictJson(`{${written}}`)).toThrow(
        new StrictJsonError("names a member twice"),
      );
    });
    fc.assert(twice);
  });

  test("what is too deep to walk through", () => {
    const deep = "[".repeat(1e6) + "]".repeat(1e6);
    expect(() => parseStrictJson(deep)).toThrow(StrictJsonError);
    expect(() => parseStrictJson(deep.replace("]", " ]"))).toThrow(StrictJsonError);
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
