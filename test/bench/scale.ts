/**
 * Measures View and Reset in a table of a thousand, a hundred thousand and a million users: is the curve flat?
 *
 *   AWS_ENDPOINT_URL_DYNAMODB=http://localhost:8000 node test/bench/scale.ts
 */
import { randomBytes } from "node:crypto";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { newId } from "../../lib/api-key/id.ts";
import { toItem } from "../../lib/api-key/item.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";
import { median, quartiles } from "./statistics.ts";
import { table } from "./table.ts";

const SIZES = [1_000, 100_000, 1_000_000];
const CALLS = 2000;
const BATCH = 25;
const BATCHES_AT_A_TIME = 8;
const TableName = "bench-scale";

if (!process.env.AWS_ENDPOINT_URL_DYNAMODB) {
  console.error("Set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB to fill, such as DynamoDB Local's.");
  process.exit(1);
}
Object.assign(process.env, {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  TABLE_NAME: TableName,
  KEY_RING: JSON.stringify(fullKeyRing),
});
const { handler: view } = await import("../../functions/view.ts");
const { handler: reset } = await import("../../functions/reset.ts");
const client = new DynamoDBClient();

const newUsers = (count: number) =>
  Array.from({ length: count }, () => `user_${randomBytes(16).toString("hex")}`);

await client.send(new DeleteTableCommand({ TableName })).catch(() => {});
await client.send(
  new CreateTableCommand({
    TableName,
    AttributeDefinitions: [{ AttributeName: "user_id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "user_id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  }),
);

const users: string[] = [];
const rows: string[][] = [];
for (const size of SIZES) {
  await fill(size - users.length);
  const row = [size.toLocaleString("en-US")];
  for (const call of [view, reset]) {
    const times = await timeCalls(call as Handler);
    const [low, high] = quartiles(times).map((time) => time.toFixed(2));
    row.push(`${median(times).toFixed(2)} (${low}–${high})`);
  }
  rows.push(row);
}
console.log(table(["users", "View ms", "Reset ms"], rows));

async function fill(count: number): Promise<void> {
  const added = newUsers(count);
  for (const userId of added) users.push(userId);
  let next = 0;
  const writeBatches = async () => {
    while (next < added.length) {
      const batch = added.slice(next, next + BATCH);
      next += BATCH;
      const puts = batch.map((userId) => {
        const [createdAt, id] = [1764201088, newId("api_key")];
        const Item = toItem({ userId, id, kid: "k2", createdAt, updatedAt: createdAt });
        return { PutRequest: { Item } };
      });
      await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_A_TIME }, writeBatches));
}

type Handler = (event: object, context: object) => Promise<{ statusCode: number }>;

async function timeCalls(handler: Handler): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const userId = users[Math.floor(Math.random() * users.length)] ?? "";
    const event = {
      headers: { authorization: `Bearer ${userToken(userId)}` },
      pathParameters: { user_id: "me" },
    };
    const startedAt = performance.now();
    const { statusCode } = await handler(event, { getRemainingTimeInMillis: () => 10_000 });
    times.push(performance.now() - startedAt);
    if (statusCode >= 300) throw new Error(`A call was answered ${statusCode}`);
  }
  return times;
}
