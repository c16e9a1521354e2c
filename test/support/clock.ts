import { afterEach, jest } from "@jest/globals";

let clock: jest.Spied<typeof Date.now> | undefined;
afterEach(() => clock?.mockRestore());

/** Stops the clock at a time, in seconds since the epoch, until the test is over. */
export function at(seconds: number): void {
  clock = jest.spyOn(Date, "now").mockReturnValue(seconds * 1000);
}
