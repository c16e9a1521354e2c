/**
 * Waits for Ctrl-C, or for what ends a process politely. The signal comes twice where a terminal and npm both
 * pass it on: the second one must not cut the stopping short.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on("SIGINT", () => resolve()).on("SIGTERM", () => resolve());
  });
}
