import { describe, expect, test } from "@jest/globals";
import { ApiError } from "../../lib/api-error.ts";
import { asOutage } from "../../lib/outage.ts";

const awsError = (name: string, $fault: "client" | "server") =>
  Object.assign(new Error(name), { name, $fault });

describe("asOutage", () => {
  test.each([
    ["a time-out", Object.assign(new Error(), { name: "TimeoutError" })],
    ["an abort", Object.assign(new Error(), { name: "AbortError" })],
    ["a broken connection", Object.assign(new Error(), { code: "ECONNRESET" })],
    ["half an answer", new SyntaxError("Unexpected end of JSON input")],
    ["a fault of the service", awsError("InternalServerError", "server")],
    ["throttling", awsError("ThrottlingException", "client")],
    ["too little throughput", awsError("ProvisionedThroughputExceededException", "client")],
    ["a write in another region", awsError("ReplicatedWriteConflictException", "client")],
    ["too many requests", awsError("RequestLimitExceeded", "client")],
  ])("%s is an outage", (_case, error) => {
    const outage = asOutage(error);
    expect(outage).toBeInstanceOf(ApiError);
    expect(outage).toMatchObject({ status: 503, code: "unavailable", retryAfter: 5, cause: error });
  });

  test.each([
    ["a mistake in a program", new TypeError("x is not a function")],
    [
      "a package that the bundle lacks",
      Object.assign(new Error(), { code: "ERR_MODULE_NOT_FOUND" }),
    ],
    ["an answer of our own", new ApiError(404, "not_found", "There is nothing.")],
  ])("%s is none", (_case, error) => {
    expect(asOutage(error)).toBe(error);
  });

  test.each([["AccessDeniedException"], ["ResourceNotFoundException"], ["ValidationException"]])(
    "%s is a mistake of ours",
    (name) => {
      const error = awsError(name, "client");
      expect(asOutage(error)).toBe(error);
    },
  );
});
