/** How the peers read the table: the document client, made once, as its guide says. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient());

export interface Item {
  readonly id: string;
  readonly kid: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export async function findItem(userId: string): Promise<Item | undefined> {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: process.env.TABLE_NAME,
      Key: { user_id: userId },
      ConsistentRead: true,
    }),
  );
  return Item as Item | undefined;
}

/** View's body, given the token that the peer's own JWT library signed. */
export function viewOf(userId: string, item: Item, token: string) {
  return {
    data: {
      created_at: new Date(item.created_at * 1000).toUTCString(),
      id: item.id,
      token: `clara_api_${token}`,
      updated_at: new Date(item.updated_at * 1000).toUTCString(),
      user_id: userId,
    },
    message: "API key fetched successfully.",
    status: "success",
  };
}

export function claimsOf(userId: string, item: Item) {
  return { sub: userId, role: "api_key", jti: item.id, iat: item.created_at };
}

export const secrets = JSON.parse(process.env.KEY_RING ?? "");

export const prefix = "Bearer clara_user_";
