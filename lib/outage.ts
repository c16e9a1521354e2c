import { ApiError } from "./api-error.ts";

/** Refusals for no reason of ours: asked too often, or another region writes the same record at this moment. */
const BUSY =
  /Throttl|ThroughputExceeded|RequestLimitExceeded|TooManyRequests|ReplicatedWriteConflict/;
const RETRY_AFTER_SECONDS = 5;

/** 503: something that the answer depends on can't answer in time; nothing is known about the caller. */
export function outage(cause: unknown): ApiError {
  return new ApiError(
    503,
    "unavailable",
    `The service can't answer right now. Try again in ${RETRY_AFTER_SECONDS} seconds.`,
    { retryAfter: RETRY_AFTER_SECONDS, cause },
  );
}

/**
 * Tells what a failed call to an AWS service means for our own answer: an outage, unless a mistake of ours
 * explains it, such as a call that the service understood and refused.
 *
 * @param error what the AWS SDK threw
 * @returns a 503 for a time-out, a broken connection, throttling, a conflict with another region and a fault of the service; else the error
 *   itself
 */
export function asOutage(error: unknown): unknown {
  return error instanceof ApiError || isOurs(error) ? error : outage(error);
}

function isOurs(error: unknown): boolean {
  const { $fault, name = "", code } = error as { $fault?: string; name?: string; code?: string };
  const refused = $fault === "client" && !BUSY.test(name);
  return refused || error instanceof TypeError || code === "ERR_MODULE_NOT_FOUND";
}
