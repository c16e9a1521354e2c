import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { answerOf, oauthAnswerOf } from "../security/answers.ts";
import { oauthRefusals, refusals } from "../security/refusals.ts";
import { contradictions } from "./contradictions.ts";
import { type Operation, readDocument } from "./document.ts";

const { operations } = await readDocument();
const introspect = operations.filter(({ operationId }) => operationId === "introspectToken");
const ofUser = operations.filter((operation) => !introspect.includes(operation));

const envelopes = documentedErrors(ofUser);
const oauthErrors = documentedErrors(introspect);
const unavailable = { ...refusals.unavailable, error: "temporarily_unavailable" };

describe("the refusals that the security tests know", () => {
  test("of a user's calls are those of the document", () => {
    const known = Object.values(refusals).map(({ status, message }) => `${status} ${message}`);
    expect(envelopes).toEqual(sorted(known));
  });

  test("of Introspect are those of the document", () => {
    const known = [...Object.values(oauthRefusals), unavailable].map(
      ({ status, error, message }) => `${status} ${error} ${message}`,
    );
    expect(oauthErrors).toEqual(sorted(known));
  });

  test.each(Object.entries(refusals))(
    "of a user's calls: %s, with its headers",
    (_name, refusal) => {
      const takers = ofUser.filter(({ responses }) => refusal.status in responses);
      expect(takers).not.toEqual([]);
      for (const operation of takers) {
        expect(contradictions(operation, answerOf(refusal))).toEqual([]);
      }
    },
  );

  test.each(Object.entries({ ...oauthRefusals, unavailable }))(
    "of Introspect: %s, with its headers",
    (_name, refusal) => {
      for (const operation of introspect) {
        expect(contradictions(operation, oauthAnswerOf(refusal))).toEqual([]);
      }
    },
  );
});

describe("the error tables of the README", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  const rows = readme
    .split("\n")
    .filter((line) => /^\| [45]\d\d \|/.test(line))
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$|\\/g, "")));

  test("of a user's calls are those of the document", () => {
    const written = rows.filter((cells) => cells.length === 4);
    expect(sorted(written.map(([status, , message]) => `${status} ${message}`))).toEqual(envelopes);
  });

  test("of Introspect are those of the document", () => {
    const written = rows.filter((cells) => cells.length === 3);
    const errors = written.map((cells) => cells.join(" ").replaceAll("`", ""));
    expect(sorted(errors)).toEqual(oauthErrors);
  });
});

/** Each documented error of the service itself, by its status and its sentence. */
function documentedErrors(some: readonly Operation[]): string[] {
  const errors = some.flatMap(({ responses }) =>
    Object.entries(responses).flatMap(([status, { content }]) =>
      Object.values(content?.["application/json"]?.examples ?? {}).flatMap(({ value }) => {
        const { data, message, error, error_description } = value as Record<string, unknown>;
        if (data === null) return `${status} ${message}`;
        return error === undefined ? [] : `${status} ${error} ${error_description}`;
      }),
    ),
  );
  return sorted(errors);
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
