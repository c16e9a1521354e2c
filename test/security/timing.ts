/**
 * Measures whether the time that a refusal takes tells how much of a guess is right: `node test/security/timing.ts`.
 * The guesses take turns, so that whatever else the machine does meets them all alike. The control is a loop that
 * stops at the first difference: there the method must see a leak.
 */
import { verifyPrivateKey } from "../../lib/auth/private-key.ts";
import { openKeyRing } from "../../lib/key-ring/key-ring.ts";

const ROUNDS = 10_000;
const CALLS_A_ROUND = 20;

const secret = `clara_private_${"k".repeat(43)}`;
const ring = openKeyRing(JSON.stringify({ root: "r".repeat(32), private_key: [secret] }));
const longSecret = "k".repeat(4096);

/** The secret with a number of its bytes right, and all others wrong. */
const guess = (of: string, right: number) => of.slice(0, right).padEnd(of.length, "x");

function isRefused(key: string): boolean {
  try {
    verifyPrivateKey(key, ring);
    return false;
  } catch {
    return true;
  }
}

function differsEarly(key: string): boolean {
  for (let at = 0; at < longSecret.length; at++) {
    if (key.charCodeAt(at) !== longSecret.charCodeAt(at)) return true;
  }
  return false;
}

function measure(name: string, refuse: (key: string) => boolean, of: string, from: number) {
  const shares = [0, (from + of.length) / 2, of.length - 1].map(Math.floor);
  const guesses = shares.map((right) => ({
    right,
    key: guess(of, Math.max(right, from)),
    times: [] as number[],
  }));
  for (let round = -ROUNDS / 10; round < ROUNDS; round++) {
    const first = Math.abs(round) % guesses.length;
    for (const { key, times } of [...guesses.slice(first), ...guesses.slice(0, first)]) {
      const startedAt = process.hrtime.bigint();
      for (let call = 0; call < CALLS_A_ROUND; call++) {
        if (!refuse(key)) throw new Error("a wrong guess passed");
      }
      const took = Number(process.hrtime.bigint() - startedAt) / CALLS_A_ROUND;
      if (round >= 0) times.push(took); // the rounds before are for the compiler to warm up
    }
  }
  const medians = guesses.map(({ times }) => times.sort((a, b) => a - b)[times.length >> 1] ?? 0);
  return guesses.map(({ right }, index) => ({
    compared: name,
    "bytes right": `${Math.max(right, from)} of ${of.length}`,
    "median ns": Math.round(medians[index] ?? 0),
    ratio: Number(((medians[index] ?? 0) / (medians[0] ?? 1)).toFixed(3)),
  }));
}

console.table([
  ...measure("verifyPrivateKey", isRefused, secret, "clara_private_".length),
  ...measure("control: stops early", differsEarly, longSecret, 0),
]);
