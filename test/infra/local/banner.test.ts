import { expect, test } from "@jest/globals";
import { banner } from "../../../infra/local/banner.ts";

const demo = {
  headline: "The service is running",
  url: "http://localhost:3000/api/v1",
  database: "a folder",
  userId: "user_1",
  token: "t",
};

test("the banner names the pages where there are some", () => {
  expect(banner({ ...demo, pages: "http://localhost:3000" })).toContain(
    "\nIn a browser: the key at http://localhost:3000, the reference at http://localhost:3000/docs\n",
  );
});

test("and does not where there are none, as under sam", () => {
  expect(banner(demo)).not.toMatch(/browser|docs|undefined/);
});
