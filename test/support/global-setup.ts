import { mkdtempSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import dynalite from "dynalite";

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

  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${port}`;
  globalThis.stopDatabase = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
}
