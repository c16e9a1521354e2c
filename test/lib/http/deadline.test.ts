import { afterEach, expect, jest, test } from "@jest/globals";
import { deadlineOf } from "../../../lib/http/deadline.ts";

afterEach(() => {
  jest.restoreAllMocks();
});

test.each([
  ["half a second before Lambda ends the function", 10_000, 109_500],
  ["past where there is less than that", 400, 99_900],
])("the deadline is %s", (_case, remaining, deadline) => {
  jest.spyOn(performance, "now").mockReturnValue(100_000);
  expect(deadlineOf({ getRemainingTimeInMillis: () => remaining })).toBe(deadline);
});
