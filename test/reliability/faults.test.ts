import { afterEach, describe, expect, test } from "@jest/globals";
import { shortestOffence } from "./offence.ts";
import { plant, plantedBugs } from "./planted-bugs.ts";
import { playRound, ROUND } from "./round.ts";
import { timeline } from "./timeline.ts";
import { secretsIn, startTrial, type Trial } from "./trial.ts";

const database = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
const MOST_ROUNDS = 4;
const LONG_ENOUGH_MS = 180_000;

let trial: Trial | undefined;
const start = async (source?: string) => {
  trial = await startTrial(database, source);
  return trial;
};
afterEach(async () => {
  await trial?.stop();
});

test(
  "two thousand calls while the database fails: every history is linearizable, and no secret is in the log",
  async () => {
    const trial = await start();
    for (let seed = 1; seed <= MOST_ROUNDS; seed++) {
      const { operations, offences } = await playRound(trial, seed).catch((cause) => {
        throw new Error(`The round of seed ${seed} broke`, { cause });
      });
      expect(operations).toBeGreaterThanOrEqual(ROUND);
      expect({ seed, offence: offences.slice(0, 1).map(shortestOffence).map(timeline) }).toEqual({
        seed,
        offence: [],
      });
    }
    expect(secretsIn(await trial.stop())).toEqual([]);
  },
  LONG_ENOUGH_MS,
);

describe("in as many calls, the checker sees", () => {
  test.each(Object.entries(plantedBugs))(
    "%s",
    async (_name, bug) => {
      const trial = await start(plant(bug));
      let found = 0;
      for (let seed = 1; seed <= MOST_ROUNDS && found === 0; seed++) {
        const { offences } = await playRound(trial, seed);
        found = offences.length;
      }
      expect(found).toBeGreaterThan(0);
    },
    LONG_ENOUGH_MS,
  );
});
