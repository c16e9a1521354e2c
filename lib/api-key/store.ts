import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetItem, PutItem } from "../commands.ts";
import { type Deadline, inTime } from "../deadline.ts";
import { asOutage } from "../outage.ts";
import { fromItem, toItem } from "./item.ts";
import type { ApiKeyRecord } from "./record.ts";

/**
 * What became of a conditional write: `written`; `refused`, another record was there; or `unsure`, another
 * record was there when a try was repeated, so that the first one may have been applied and overtaken.
 */
export type WriteOutcome = "written" | "refused" | "unsure";

/** The records in DynamoDB, one per user. */
export class RecordStore {
  readonly #database: DynamoDBClient;
  readonly #table: string;

  constructor(database: DynamoDBClient, table: string) {
    this.#database = database;
    this.#table = table;
  }

  /**
   * Reads a user's record, strongly consistent: it shows every write acknowledged before.
   *
   * @throws ApiError 503 if DynamoDB can't answer in time
   */
  async read(userId: string, deadline: Deadline): Promise<ApiKeyRecord | undefined> {
    const get = new GetItem({
      TableName: this.#table,
      Key: { user_id: { S: userId } },
      ConsistentRead: true,
    });
    const { Item } = await inTime(this.#database.send(get), deadline).catch((error) => {
      throw asOutage(error);
    });
    return Item && fromItem(Item);
  }

  /**
   * Writes a record on the condition that the one it replaces is still there. An SDK retry of a write whose
   * answer was lost thus never overwrites what came after it.
   *
   * @param previous the record that was read, or undefined where there was none
   * @throws ApiError 503 if DynamoDB can't answer in time; the write may then still take effect
   */
  async replace(
    previous: ApiKeyRecord | undefined,
    next: ApiKeyRecord,
    deadline: Deadline,
  ): Promise<WriteOutcome> {
    const put = new PutItem({
      TableName: this.#table,
      Item: toItem(next),
      ...(previous ? stillIs(previous) : stillNone),
    });
    try {
      await inTime(this.#database.send(put), deadline);
      return "written";
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw asOutage(error);
      return error.$metadata.attempts === 1 ? "refused" : "unsure";
    }
  }
}

const stillNone = { ConditionExpression: "attribute_not_exists(user_id)" };

/** Ids never come again: a record with the same ones is the record that was read. */
const stillIs = ({ id, revocationId }: ApiKeyRecord) =>
  revocationId === undefined
    ? {
        ConditionExpression: "id = :id AND attribute_not_exists(revocation_id)",
        ExpressionAttributeValues: { ":id": { S: id } },
      }
    : {
        ConditionExpression: "id = :id AND revocation_id = :revocation_id",
        ExpressionAttributeValues: { ":id": { S: id }, ":revocation_id": { S: revocationId } },
      };
