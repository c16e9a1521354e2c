import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { deadlineIn, inTime } from "../../lib/deadline.ts";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const never = new Promise(() => {});
const tooLate = { status: 503, cause: "the deadline passed" };

/** Whether a promise is still open after all that has been settled so far. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol();
  await jest.advanceTimersByTimeAsync(0);
  return (await Promise.race([promise, open])) === open;
}

describe("what is waited for", () => {
  test("is given as soon as it is there", async () => {
    expect(await inTime(Promise.resolve("here"), deadlineIn(1000))).toBe("here");
  });

  test("fails as soon as it fails", async () => {
    const failure = new Error("broken");
    await expect(inTime(Promise.reject(failure), deadlineIn(1000))).rejects.toBe(failure);
  });

  test("is given if it is there, even where the deadline has passed", async () => {
    expect(await inTime(Promise.resolve("here"), deadlineIn(-1000))).toBe("here");
  });

  test("is waited for until the deadline, and no longer", async () => {
    const waiting = inTime(never, deadlineIn(1000));
    await jest.advanceTimersByTimeAsync(999);
    expect(await isOpen(waiting)).toBe(true);
    const answered = expect(waiting).rejects.toMatchObject(tooLate);
    await jest.advanceTimersByTimeAsync(1);
    await answered;
  });

  test("has one deadline, however many waits there are up to it", async () => {
    const deadline = deadlineIn(1000);
    await jest.advanceTimersByTimeAsync(900);
    const answered = expect(inTime(never, deadline)).rejects.toMatchObject(tooLate);
    await jest.advanceTimersByTimeAsync(100);
    await answered;
  });

  test.each([
    ["came", () => Promise.resolve()],
    ["failed", () => Promise.reject(new Error("broken"))],
  ])("leaves no timer behind once it %s", async (_case, work) => {
    await inTime(work(), deadlineIn(1000)).catch(() => {});
    expect(jest.getTimerCount()).toBe(0);
  });
});
