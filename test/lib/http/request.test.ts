import { describe, expect, test } from "@jest/globals";
import { headerValues } from "../../../lib/http/request.ts";
import { startService } from "../../support/service.ts";

const { view } = await startService();

describe("the values of a header", () => {
  test.each([
    ["none", {}, []],
    ["null headers", { headers: null, multiValueHeaders: null }, []],
    ["a header without a value", { headers: { x: undefined } }, []],
    ["names in any case", { headers: { x: "1", X: "2" } }, ["1", "2"]],
    [
      "the repeated ones",
      { headers: { x: "2" }, multiValueHeaders: { X: ["1", "2"] } },
      ["1", "2"],
    ],
    ["what is not text, as an empty value", { headers: JSON.parse('{"x":{},"X":1}') }, ["", ""]],
    ["null among others", { multiValueHeaders: JSON.parse('{"x":["1",null]}') }, ["1", ""]],
  ])("%s", (_case, event, values) => {
    expect(headerValues(event, "x")).toEqual(values);
  });
});

test("a header that is not text fails no answer", async () => {
  const { status } = await view({ path: "me", headers: JSON.parse('{"accept":1}') });
  expect(status).toBe(401);
});
