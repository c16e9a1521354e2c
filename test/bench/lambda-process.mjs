/**
 * A process of a function: loads a bundle as Lambda does and answers events. Plain JavaScript, so that nothing but
 * the bundle is loaded. Prints what it measured as JSON.
 *
 * node lambda-process.mjs BUNDLE EVENT WARM_UP REQUESTS AT_A_TIME
 */
const [, , file, eventJson, ...numbers] = process.argv;
const [warmUp, requests, atATime] = numbers.map(Number);
const event = JSON.parse(eventJson);
const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 10_000 };
const microseconds = ({ user, system }) => user + system;

const startedAt = performance.now();
const startedCpu = process.cpuUsage();
const { handler } = await import(file);
const { statusCode, body } = await handler(structuredClone(event), context);
const start = {
  cpuMs: microseconds(process.cpuUsage(startedCpu)) / 1000,
  wallMs: performance.now() - startedAt,
  processCpuMs: microseconds(process.cpuUsage()) / 1000,
  processWallMs: performance.now(),
};
if (statusCode !== 200) throw new Error(`${file} answered ${statusCode}: ${body}`);

const answer = async (durations) => {
  const begin = performance.now();
  await handler(structuredClone(event), context);
  durations?.push(performance.now() - begin);
};
const answerMany = async (count, durations) => {
  let left = count;
  const one = async () => {
    while (left-- > 0) await answer(durations);
  };
  await Promise.all(Array.from({ length: atATime }, one));
};

let warm;
if (requests > 0) {
  await answerMany(warmUp);
  const durations = [];
  const cpu = process.cpuUsage();
  await answerMany(requests, durations);
  const used = microseconds(process.cpuUsage(cpu));
  durations.sort((a, b) => a - b);
  warm = {
    cpuUs: used / requests,
    p50Us: durations[Math.floor(requests * 0.5)] * 1000,
    p99Us: durations[Math.floor(requests * 0.99)] * 1000,
  };
}
const rssMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ start, warm, rssMb, body }));
process.exit(0);
