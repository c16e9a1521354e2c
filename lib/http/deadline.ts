import type { Context } from "aws-lambda";
import { type Deadline, deadlineIn } from "../deadline.ts";

const TIME_TO_ANSWER_MS = 500;

/** Shortly before Lambda would end the function: an answer must be on its way by then. */
export function deadlineOf(context: Pick<Context, "getRemainingTimeInMillis">): Deadline {
  return deadlineIn(context.getRemainingTimeInMillis() - TIME_TO_ANSWER_MS);
}
