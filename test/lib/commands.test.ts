import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { BuildMiddleware } from "@smithy/types";
import { GetItem, PutItem } from "../../lib/commands.ts";
import { openDatabase } from "../../lib/database.ts";

const env = { ...process.env };
afterEach(() => {
  process.env = { ...env };
});

/** The addresses of the requests that a client would make, none of which leaves. */
async function addressesOf(
  database: DynamoDBClient,
  [Get, Put]: [typeof GetItem, typeof PutItem] | [typeof GetItemCommand, typeof PutItemCommand],
): Promise<string[]> {
  const addresses: string[] = [];
  const keepHere: BuildMiddleware<ServiceInputTypes, ServiceOutputTypes> =
    () =>
    async ({ request }) => {
      const { protocol, hostname, port, path } = request as Record<string, string | undefined>;
      addresses.push(`${protocol}//${hostname}:${port}${path}`);
      return { response: {}, output: { $metadata: {} } as ServiceOutputTypes };
    };
  database.middlewareStack.add(keepHere, { step: "build" });
  const key = { user_id: { S: "u" } };
  for (let round = 0; round < 2; round++) {
    await database.send(new Get({ TableName: "t", Key: key }));
    await database.send(new Put({ TableName: "t", Item: key }));
  }
  return addresses;
}

describe("a command goes where the SDK's own goes", () => {
  test.each([
    ["in a region", "eu-central-1", {}, "https://dynamodb.eu-central-1.amazonaws.com:undefined/"],
    ["in China", "cn-north-1", {}, "https://dynamodb.cn-north-1.amazonaws.com.cn:undefined/"],
    [
      "with a FIPS endpoint",
      "us-gov-west-1",
      { AWS_USE_FIPS_ENDPOINT: "true" },
      "https://dynamodb.us-gov-west-1.amazonaws.com:undefined/",
    ],
  ])("%s", async (_case, region, more, address) => {
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
    Object.assign(process.env, more);
    const ours = await addressesOf(openDatabase(region), [GetItem, PutItem]);
    const sdks = await addressesOf(new DynamoDBClient({ region }), [
      GetItemCommand,
      PutItemCommand,
    ]);
    expect(ours).toEqual(sdks);
    expect(ours).toEqual(Array(4).fill(address));
  });
});
