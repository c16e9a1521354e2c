import { expect, test } from "@jest/globals";
import { lintDocument } from "./document.ts";

test("Redocly's recommended rules have nothing against the document, not even a warning", async () => {
  expect(await lintDocument()).toEqual([]);
});
