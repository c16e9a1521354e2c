import { cpus } from "node:os";
import type { Contender } from "./contenders.ts";
import type { Measured } from "./measure.ts";
import { median, quartiles } from "./statistics.ts";

export type Results = ReadonlyMap<Contender, readonly Measured[]>;
type Value = (measured: Measured) => number;

/** What the figures were measured on. */
export function machine(): string {
  const [{ model = "" } = {}, ...others] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${others.length + 1} × ${model.trim()}, ${process.platform} ${process.arch}`;
}

/** The median of a value for each contender, in the order of the results. */
export function medians(results: Results, value: Value): number[] {
  return [...results.values()].map((measured) => median(measured.map(value)));
}

/** A column: the median, where the middle half lies, and the ratio to the floor, which comes first. */
export function column(results: Results, value: Value): string[] {
  const [floor = 1] = medians(results, value);
  return [...results.values()].map((measured) => {
    const values = measured.map(value);
    const [low, high] = quartiles(values).map((quartile) => quartile.toFixed(0));
    const middle = median(values);
    return `${middle.toFixed(0)} (${low}–${high}) ${(middle / floor).toFixed(2)}×`;
  });
}

/** A column of medians alone. */
export function plainColumn(results: Results, value: Value): string[] {
  return medians(results, value).map((middle) => middle.toFixed(0));
}
