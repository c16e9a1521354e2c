import type { Context } from "aws-lambda";

const TIME_TO_ANSWER_MS = 500;

/** Fires shortly before Lambda would end the function: an answer must be on its way by then. */
export function deadlineOf(context: Pick<Context, "getRemainingTimeInMillis">): AbortSignal {
  return AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - TIME_TO_ANSWER_MS));
}
