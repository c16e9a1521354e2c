import { parseArgs } from "node:util";
import { CommandError, runCommand } from "../../infra/command.ts";
import startDatabase from "../support/global-setup.ts";
import stopDatabase from "../support/global-teardown.ts";
import { shortestOffence } from "./offence.ts";
import { Progress } from "./progress.ts";
import { playRound, ROUND } from "./round.ts";
import { timeline } from "./timeline.ts";
import { secretsIn, startTrial, type Trial } from "./trial.ts";

const HELP = `Many clients use the service while its database fails in every way, and every history of a user's API key is
checked: it must be linearizable, and in the end each user has one live key.

  npm run soak -- [--seed N] [--operations N]

  --seed N         what the clients do and which requests fail: 1 unless set
  --operations N   how many calls the clients make at least: 10000 unless set

It uses an embedded DynamoDB in memory, or the one that AWS_ENDPOINT_URL_DYNAMODB names. Ctrl-C ends it.`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      operations: { type: "string", default: "10000" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) console.log(HELP);
  else await soak(wholeNumber("seed", values.seed), wholeNumber("operations", values.operations));
});

async function soak(seed: number, operations: number): Promise<void> {
  await startDatabase();
  const trial = await startTrial(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
  const progress = new Progress(operations);
  let interrupted = false;
  process.once("SIGINT", () => {
    interrupted = true; // the terminal tells the service too, and the round under way fails
  });
  let log = "";
  try {
    for (let round = seed; progress.operations < operations && !interrupted; round++) {
      await play(trial, round, progress);
    }
  } catch (error) {
    if (!interrupted || error instanceof CommandError) throw error;
  } finally {
    progress.clear();
    log = await trial.stop();
    await stopDatabase();
  }
  if (secretsIn(log).length > 0) throw new CommandError("The log has secrets in it.");
  console.log(progress.summary(trial.faults));
}

async function play(trial: Trial, seed: number, progress: Progress): Promise<void> {
  const again = `Once more: npm run soak -- --seed ${seed} --operations ${ROUND}`;
  const round = await playRound(trial, seed).catch((error) => {
    throw error instanceof TypeError ? error : new CommandError(`${error.stack}\n\n${again}`);
  });
  progress.add(round);
  const [offence] = round.offences;
  if (!offence) return;
  throw new CommandError(`A broken promise:\n${timeline(shortestOffence(offence))}\n\n${again}`);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CommandError(`--${option} takes a whole number of at most nine digits. Try --help.`);
}
