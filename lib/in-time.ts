import { outage } from "./outage.ts";

/**
 * Waits for something, but not beyond a deadline.
 *
 * @param signal fires at the deadline
 * @throws ApiError 503 once the deadline has passed; what is waited for goes on, unheard
 */
export async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let late: () => void = () => {};
  const deadline = new Promise<never>((_, reject) => {
    late = () => reject(outage("the deadline passed"));
    if (signal.aborted) late();
    else signal.addEventListener("abort", late);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    signal.removeEventListener("abort", late);
  }
}
