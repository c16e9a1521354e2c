import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedDynamoDb } from "../../infra/local/embedded-dynamodb.ts";

declare global {
  var stopDatabase: (() => Promise<void>) | undefined;
}

/** A folder and one DynamoDB for the whole run: dynalite in memory, or the one that AWS_ENDPOINT_URL_DYNAMODB names. */
export default async function startDatabase(): Promise<void> {
  process.env.AWS_REGION ??= "eu-central-1";
  process.env.AWS_ACCESS_KEY_ID ??= "local";
  process.env.AWS_SECRET_ACCESS_KEY ??= "local";
  process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), "api-keys-"));
  if (process.env.AWS_ENDPOINT_URL_DYNAMODB) return;

  const { endpoint, close } = await startEmbeddedDynamoDb();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = endpoint;
  globalThis.stopDatabase = close;
}
