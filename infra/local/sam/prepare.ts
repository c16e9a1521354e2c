import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureTable, openDatabase } from "../database.ts";
import { localAws, localVariables, TABLE_NAME } from "../environment.ts";
import { localFolder } from "../folder.ts";
import { localKeyRing } from "../key-ring.ts";
import { synthesize } from "../synthesize.ts";
import type { FunctionDefinition } from "../template.ts";
import { addressForContainers } from "./docker.ts";
import { FROM_SAM, fromContainer, samAws, samEnvironment } from "./environment.ts";
import { samTemplate } from "./template.ts";
import { assertSam } from "./version.ts";

/**
 * Makes everything ready that sam needs: the database, its table, and the template.
 *
 * @throws CommandError if something is missing or can't be used
 */
export async function prepareForSam() {
  const address = await addressForContainers();
  await assertSam();
  const folder = localFolder();
  const keyRing = localKeyRing(folder);
  const database = await openDatabase(folder, address);

  const work = join(folder, "sam");
  const { table, ...deployment } = await synthesize(work);
  const aws = samAws(localAws());
  await ensureTable(database.endpoint, TABLE_NAME, table, aws);

  const variablesOf = (definition: FunctionDefinition) => ({
    ...localVariables(definition, TABLE_NAME, FROM_SAM),
    AWS_ENDPOINT_URL_DYNAMODB: fromContainer(database.endpoint),
  });
  const file = join(work, "template.json");
  writeFileSync(file, JSON.stringify(samTemplate(deployment, variablesOf), null, 2));
  const declared = deployment.functions.flatMap((definition) =>
    Object.keys(variablesOf(definition)),
  );
  return {
    ...deployment,
    secrets: keyRing.secrets,
    database,
    /** Options of every `sam local` command. */
    options: ["--template", file, "--add-host", "host.docker.internal:host-gateway"],
    env: samEnvironment(process.env, declared, aws, keyRing.json),
  };
}
