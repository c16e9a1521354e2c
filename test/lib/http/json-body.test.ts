import { expect, test } from "@jest/globals";
import { optionalJsonBody } from "../../../lib/http/json-body.ts";

/** Parses a body that came with these Content-Types, as payload 1.0 hands over repeated headers. */
function parse(...types: string[]) {
  const event = { body: "{}", multiValueHeaders: { "Content-Type": types } };
  const before = optionalJsonBody().before as (request: object) => unknown;
  before({ event });
  return event.body;
}

test("a body with one Content-Type of JSON is parsed", () => {
  expect(parse("application/json")).toEqual({});
});

test("a body with two Content-Types is a 400, even if both are JSON", () => {
  expect(() => parse("application/json", "application/json")).toThrow(
    expect.objectContaining({ status: 400 }),
  );
});
