import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { synthesize } from "../../infra/local/synthesize.ts";
import { newFolder } from "../support/command.ts";
import { readDocument } from "./document.ts";

const { version, operations } = await readDocument();

test("the routes of the stack are those of the document", async () => {
  const { routes } = await synthesize(newFolder());
  const documented = operations.map(({ method, path }) => `${method} /api/v1${path}`);
  expect(documented.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
});

test("the document's version is the package's", () => {
  const file = join(import.meta.dirname, "../../package.json");
  expect(version).toBe(JSON.parse(readFileSync(file, "utf8")).version);
});
