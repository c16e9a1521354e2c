import type { Round } from "./round.ts";

const WIDTH = 30;
const number = new Intl.NumberFormat("en-US");

/** How far a soak is: a bar on a terminal, and a summary. */
export class Progress {
  operations = 0;
  #rounds = 0;
  #unanswered = 0;
  readonly #goal: number;
  readonly #startedAt = performance.now();

  constructor(goal: number) {
    this.#goal = goal;
    this.#draw();
  }

  add({ operations, unanswered }: Round): void {
    this.#rounds++;
    this.operations += operations;
    this.#unanswered += unanswered;
    this.#draw();
  }

  /** Takes the bar away. */
  clear(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }

  summary(faults: ReadonlyMap<string, number>): string {
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000);
    const kinds = [...faults].map(([kind, count]) => `${kind} ${number.format(count)}`);
    const all = [...faults.values()].reduce((sum, count) => sum + count, 0);
    return [
      `Operations: ${number.format(this.operations)} in ${this.#rounds} rounds and ${seconds} s.`,
      `Writes without an answer: ${number.format(this.#unanswered)}.`,
      `Faults: ${number.format(all)} (${kinds.toSorted().join(", ")}).`,
      "Violations: none. Each history is linearizable, and after the faults each user had one live key.",
    ].join("\n");
  }

  #draw(): void {
    if (!process.stderr.isTTY) return;
    const part = Math.min(1, this.operations / this.#goal);
    const done = Math.round(part * WIDTH);
    const bar = "█".repeat(done) + "░".repeat(WIDTH - done);
    const percent = `${Math.floor(part * 100)} %`.padStart(5);
    this.clear();
    process.stderr.write(
      `${bar} ${percent}  ${number.format(this.operations)} of ${number.format(this.#goal)} operations`,
    );
  }
}
