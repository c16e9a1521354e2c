import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { CommandError, runCommand } from "../command.ts";
import { banner } from "./banner.ts";
import { DEMO_USER_ID, demoToken } from "./demo.ts";
import { listen, readPort } from "./port.ts";
import { prepareForSam } from "./sam/prepare.ts";
import { runSam } from "./sam/process.ts";
import { sampleEvent } from "./sam/sample-event.ts";

const HELP = `Runs the API key service in Lambda's own containers, by the AWS SAM CLI.

  npm run sam                                       the API, until Ctrl-C
  npm run --silent sam -- invoke FUNCTION           one function once: view, reset, ...
  npm run --silent sam -- invoke FUNCTION -e FILE   the same on the event in FILE (-: standard input)

Needs Docker and sam 1.147.1 or newer. Without -e, the demo user calls. Only one of npm start, npm run sam and
invoke runs at a time in one folder: the database in .local/ takes one.

Environment:
  PORT                        where the API listens: 3000 unless set, 0 for any free port
  KEY_RING                    the key ring as JSON: made in .local/ the first time unless set
  AWS_ENDPOINT_URL_DYNAMODB   a DynamoDB to use instead of the embedded one in .local/; one on
                              this machine must listen on an address that containers reach`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { event: { type: "string", short: "e" }, help: { type: "boolean", short: "h" } },
  });
  const [verb, name, ...more] = positionals;
  if (values.help) console.log(HELP);
  else if (verb === undefined && values.event === undefined) await serve();
  else if (verb === "invoke" && name && more.length === 0) await invoke(name, values.event);
  else throw new CommandError("Say nothing more, or invoke and one function. Try --help.");
});

/** The whole API, until Ctrl-C. */
async function serve(): Promise<void> {
  const port = await freePort(readPort(process.env.PORT));
  const { database, secrets, options, env } = await prepareForSam();
  try {
    const url = `http://localhost:${port}/api/v1`;
    const token = await demoToken(secrets);
    const headline = "sam starts the API key service";
    const { description } = database;
    console.log(banner({ headline, url, database: description, userId: DEMO_USER_ID, token }));
    const serving = ["local", "start-api", "--port", `${port}`, "--warm-containers", "LAZY"];
    await runSam([...serving, ...options], env);
  } finally {
    await database.close();
  }
}

/** One function once: on the event in a file, or else on one that suits it. */
async function invoke(given: string, file: string | undefined): Promise<void> {
  const { functions, routes, database, secrets, options, env } = await prepareForSam();
  try {
    const names = functions.map(({ name }) => name);
    const name = names.find((known) => known.toLowerCase() === given.toLowerCase());
    if (!name) {
      const list = names.join(", ").toLowerCase();
      throw new CommandError(`There is no function ${JSON.stringify(given)}, only ${list}.`);
    }
    const callers = {
      userToken: await demoToken(secrets),
      privateKey: secrets.privateKey[0] ?? "",
    };
    const event = file === undefined ? sampleEvent(name, routes, callers) : undefined;
    await runSam(["local", "invoke", name, "--event", file ?? "-", ...options], env, event);
  } finally {
    await database.close();
  }
}

/** The port, if nobody has it: sam finds that out late, and tells it badly. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  const port = await listen(server, wanted, "npm run sam");
  server.close();
  return port;
}
