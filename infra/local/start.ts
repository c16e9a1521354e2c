import type { Server } from "node:http";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import { runCommand } from "../command.ts";
import { banner } from "./banner.ts";
import { ensureTable, openDatabase } from "./database.ts";
import { DEMO_USER_ID, demoToken } from "./demo.ts";
import { localAws, localVariables, TABLE_NAME } from "./environment.ts";
import { localFolder } from "./folder.ts";
import { type Answered, createGateway } from "./gateway.ts";
import { localKeyRing } from "./key-ring.ts";
import { LocalLambda } from "./lambda.ts";
import { createPages } from "./pages.ts";
import { listen, readPort } from "./port.ts";
import { stopSignal } from "./stop-signal.ts";
import { synthesize } from "./synthesize.ts";

const HELP = `Runs the API key service on this machine.

  npm start

Environment:
  PORT                        where to listen: 3000 unless set, 0 for any free port
  KEY_RING                    the key ring as JSON: made in .local/ the first time unless set
  AWS_ENDPOINT_URL_DYNAMODB   a DynamoDB to use instead of the embedded one in .local/`;

await runCommand(async () => {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) console.log(HELP);
  else await start();
});

async function start(): Promise<void> {
  const port = readPort(process.env.PORT);
  const folder = localFolder();
  const keyRing = localKeyRing(folder);
  const database = await openDatabase(folder);

  const { functions, routes, cors, table } = await synthesize(join(folder, "cdk.out"));
  const aws = localAws();
  await ensureTable(database.endpoint, TABLE_NAME, table, aws);

  const access = { ...aws, AWS_ENDPOINT_URL_DYNAMODB: database.endpoint };
  const lambdas = new Map(
    functions.map((definition) => {
      const variables = { ...access, ...localVariables(definition, TABLE_NAME, keyRing.json) };
      return [definition.name, new LocalLambda(definition, variables, log)];
    }),
  );
  const demoUser = async () => ({
    userId: DEMO_USER_ID,
    token: await demoToken(keyRing.secrets),
  });
  const server = createGateway(
    routes.map((route) => ({
      ...route,
      function: lambdas.get(route.function.name) as LocalLambda,
    })),
    cors,
    lambdas,
    logRequest,
    createPages(demoUser),
  );
  const allAnswered = trackAnswers(server);
  const origin = `http://localhost:${await listen(server, port, "npm start")}`;
  const headline = "The API key service is running";
  console.log(
    banner({
      headline,
      url: `${origin}/api/v1`,
      pages: origin,
      database: database.description,
      ...(await demoUser()),
    }),
  );

  await stopSignal();
  server.close();
  await allAnswered();
  server.closeAllConnections();
  await Promise.all([...lambdas.values()].map((lambda) => lambda.close()));
  await database.close();
}

/** Waits, when it is called, until every request that is under way is answered. */
function trackAnswers(server: Server): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  server.on("request", (_request, response) => {
    const answered = new Promise<void>((resolve) => {
      response.once("close", () => {
        underWay.delete(answered);
        resolve();
      });
    });
    underWay.add(answered);
  });
  return async () => {
    await Promise.all(underWay);
  };
}

function log(text: string): void {
  process.stderr.write(text);
}

function logRequest({ method, route = "(no such route)", status, ms }: Answered): void {
  const line = `${method} ${route} ${status} ${ms} ms`;
  log(`${styleText("dim", line, { stream: process.stderr, validateStream: true })}\n`);
}
