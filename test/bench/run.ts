import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Contender, makeContenders, packagesOf } from "./contenders.ts";
import { measureLoad } from "./load.ts";
import { measureInTurn } from "./measure.ts";
import { plot } from "./plot.ts";
import { column, machine, medians, plainColumn, type Results } from "./report.ts";
import { prepareSetting } from "./setting.ts";
import { table } from "./table.ts";

const HELP = `Measures View beside the floor and its peers: start-up, warm requests, size, and the whole service under load.

  npm run bench [-- --quick]

  --quick   a fraction of the runs: to see that it works, not for figures

Prints Markdown and draws test/bench/plot.svg. Leave the machine alone meanwhile.`;

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, help: { type: "boolean", short: "h" } },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const starts = values.quick ? 3 : 61;
const warmRounds = values.quick ? 1 : 5;
const requests = values.quick ? 1000 : 10_000;
const loadSeconds = values.quick ? 1 : 10;

const { contenders, ours } = await makeContenders();
const setting = await prepareSetting();
const names = contenders.map(({ name }) => name);
const print = (title: string, head: string[], columns: string[][]) => {
  const rows = names.map((name, i) => [name, ...columns.map((cells) => cells[i] ?? "")]);
  console.log(`\n${title}\n\n${table(["", ...head], rows)}`);
};
const run = (what: string, atATime: number, count: number, rounds: number): Results =>
  measureInTurn(contenders, setting, { requests: count, atATime }, rounds, (round) => {
    process.stderr.write(`\r\u001b[K${what}: ${round} of ${rounds}`);
    if (round === rounds) process.stderr.write("\r\u001b[K");
  });

console.log(`${machine()}. Medians, the middle half, and the ratio to the floor.`);

const start = run("start-up", 1, 0, starts);
print(
  `### Start-up: a fresh process, from its first line to its first answer, ${starts} times`,
  ["CPU ms", "of it bundle and answer", "wall ms", "bundle KB", "peak memory MB"],
  [
    column(start, ({ start }) => start.processCpuMs),
    column(start, ({ start }) => start.cpuMs),
    column(start, ({ start }) => start.processWallMs),
    contenders.map(({ bytes }: Contender) => (bytes / 1000).toFixed(0)),
    plainColumn(start, ({ rssMb }) => rssMb),
  ],
);

const warm: Results[] = [];
for (const atATime of [1, 16]) {
  const results = run(`${atATime} at a time`, atATime, requests, warmRounds);
  warm.push(results);
  print(
    `### Warm: ${requests} requests, ${atATime} at a time, ${warmRounds} times`,
    ["CPU µs a request", "p50 µs", "p99 µs", "peak memory MB"],
    [
      column(results, ({ warm }) => warm?.cpuUs ?? 0),
      column(results, ({ warm }) => warm?.p50Us ?? 0),
      column(results, ({ warm }) => warm?.p99Us ?? 0),
      plainColumn(results, ({ rssMb }) => rssMb),
    ],
  );
}

console.log("\n### Size: what is in our bundle of View\n");
const packages = packagesOf(ours).map(([name, bytes]) => [name, String(bytes)]);
console.log(table(["", "bytes"], packages));

const loads = await measureLoad(contenders, setting, loadSeconds);
print(
  `### Load: the local gateway in front of each, 16 connections, ${loadSeconds} s`,
  ["requests a second", "p50 ms", "p99 ms", "errors"],
  [
    loads.map(({ perSecond }) => perSecond.toFixed(0)),
    loads.map(({ p50Ms }) => p50Ms.toFixed(0)),
    loads.map(({ p99Ms }) => p99Ms.toFixed(0)),
    loads.map(({ errors }) => String(errors)),
  ],
);
setting.stop();

const bars = (values: readonly number[]) =>
  names.map((name, i) => ({ name: name.replaceAll("*", ""), value: values[i] ?? 0 }));
const [oneAtATime = start] = warm;
writeFileSync(
  join(import.meta.dirname, "plot.svg"),
  plot([
    {
      title: "Start-up, CPU",
      unit: "ms",
      bars: bars(medians(start, ({ start }) => start.processCpuMs)),
    },
    {
      title: "Warm request, CPU",
      unit: "µs",
      bars: bars(medians(oneAtATime, ({ warm }) => warm?.cpuUs ?? 0)),
    },
  ]),
);
