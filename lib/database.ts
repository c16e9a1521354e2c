import type { Readable } from "node:stream";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { getSchemaSerdePlugin } from "@smithy/core/schema";
import { SignatureV4 } from "@smithy/signature-v4";
import { patience } from "./patience.ts";
import { Sha256 } from "./sha256.ts";

/** What the SDK does with every request, and nobody here makes use of. */
const unusedMiddleware = [
  "getUserAgentMiddleware",
  "loggerMiddleware",
  "recursionDetectionMiddleware",
];

/**
 * A DynamoDB client that does once what the SDK otherwise does for each request: it puts its middleware together, no
 * more of it than is needed, and makes the signer.
 *
 * The SDK also copies its configuration for each request, more than once. V8 copies an object fast if it was made in
 * one go, as the copy here is, and not if it grew member by member, as the client's own does.
 */
export function openDatabase(region: string): DynamoDBClient {
  const database = new DynamoDBClient({
    region,
    ...patience,
    cacheMiddleware: true,
    sha256: Sha256,
    signer: async () => signer,
    streamCollector: readToEnd,
  });
  const { credentials } = database.config;
  const signer = new SignatureV4({ service: "dynamodb", region, credentials, sha256: Sha256 });

  for (const name of unusedMiddleware) database.middlewareStack.remove(name);
  const config = { ...database.config };
  database.middlewareStack.use(getSchemaSerdePlugin(config));
  return Object.assign(database, { config });
}

/** Collects an answer without a stream to collect it in. */
function readToEnd(answer: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("end", () => resolve(Buffer.concat(chunks)));
    answer.on("error", reject);
  });
}
