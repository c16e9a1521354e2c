import { afterEach, expect, jest, test } from "@jest/globals";
import { deadlineOf } from "../../../lib/http/deadline.ts";

afterEach(() => {
  jest.restoreAllMocks();
});

test.each([
  ["half a second before Lambda ends the function", 10_000, 9_500],
  ["at once where there is less than that", 400, 0],
])("the deadline is %s", (_case, remaining, milliseconds) => {
  const timeout = jest.spyOn(AbortSignal, "timeout");
  deadlineOf({ getRemainingTimeInMillis: () => remaining });
  expect(timeout).toHaveBeenCalledWith(milliseconds);
});
