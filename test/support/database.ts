import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";

/** A client for looking into the database past the service. */
export const documents = DynamoDBDocumentClient.from(new DynamoDBClient());

/** Makes an empty table of its own for a test file, and returns its name. */
export async function newTable(): Promise<string> {
  const TableName = `api-keys-${randomUUID()}`;
  await documents.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "user_id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "user_id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  return TableName;
}

export async function readItem(TableName: string, user_id: string) {
  const get = new GetCommand({ TableName, Key: { user_id }, ConsistentRead: true });
  return (await documents.send(get)).Item;
}

export async function putItem(TableName: string, Item: Record<string, unknown>) {
  await documents.send(new PutCommand({ TableName, Item }));
}

export async function allItems(TableName: string) {
  return (await documents.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];
}
