import { outage } from "./outage.ts";

/** By when something must have come: milliseconds on the clock of `performance.now()`, which nobody sets. */
export type Deadline = number;

export function deadlineIn(milliseconds: number): Deadline {
  return performance.now() + milliseconds;
}

/**
 * Waits for something, but not beyond a deadline.
 *
 * @throws ApiError 503 once the deadline has passed; what is waited for goes on, unheard
 */
export async function inTime<T>(work: Promise<T>, deadline: Deadline): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const tooLate = () => reject(outage("the deadline passed"));
    timer = setTimeout(tooLate, deadline - performance.now());
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
