import { join } from "node:path";
import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { Level } from "level";
import { patience } from "../../lib/patience.ts";
import { CommandError } from "../command.ts";
import { startEmbeddedDynamoDb } from "./embedded-dynamodb.ts";
import type { LocalAws } from "./environment.ts";
import type { TableDefinition } from "./template.ts";

/** A DynamoDB to use, with the service's table in it. */
export interface LocalDatabase {
  readonly endpoint: string;
  /** Where it is, for a person to read. */
  readonly description: string;
  close(): Promise<void>;
}

/**
 * The database that `AWS_ENDPOINT_URL_DYNAMODB` names or, without it, an embedded one on disk.
 *
 * @param folder where the embedded database keeps its files
 * @param address where it listens; on loopback unless given
 * @throws CommandError if the URL is none, or another process uses the folder
 */
export async function openDatabase(folder: string, address?: string): Promise<LocalDatabase> {
  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (endpoint) {
    if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint)) {
      throw new CommandError("AWS_ENDPOINT_URL_DYNAMODB must be a URL like http://localhost:8000.");
    }
    return { endpoint, description: endpoint, close: async () => {} };
  }

  const path = join(folder, "dynamodb");
  await assertUsable(path);
  return { ...(await startEmbeddedDynamoDb(path, address)), description: path };
}

/**
 * Makes the table if it is missing, and leaves it alone if it is there.
 *
 * @throws CommandError if the database can't be reached or refuses
 */
export async function ensureTable(
  endpoint: string,
  TableName: string,
  definition: TableDefinition,
  aws: LocalAws,
): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: aws.AWS_REGION,
    credentials: {
      accessKeyId: aws.AWS_ACCESS_KEY_ID,
      secretAccessKey: aws.AWS_SECRET_ACCESS_KEY,
      ...(aws.AWS_SESSION_TOKEN && { sessionToken: aws.AWS_SESSION_TOKEN }),
    },
    ...patience,
  });
  try {
    await client.send(new CreateTableCommand({ TableName, ...definition })).catch((error) => {
      if (!(error instanceof ResourceInUseException)) throw error;
    });
    await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `The database at ${endpoint} can't be used: ${message || code || name}.`,
    );
  } finally {
    client.destroy();
  }
}

/** The embedded database does not say why it can't open its files, so they are opened once before. */
async function assertUsable(path: string): Promise<void> {
  const files = new Level(path);
  try {
    await files.open();
    await files.close();
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException };
    throw new CommandError(
      cause?.code === "LEVEL_LOCKED"
        ? `Another process uses ${path}. Stop it first, or start in another folder.`
        : `Can't open the database in ${path} (${cause?.code ?? String(error)}).`,
    );
  }
}
