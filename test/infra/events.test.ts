import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, expect, test } from "@jest/globals";
import { startService } from "../support/service.ts";
import { synthesizeStacks } from "../support/stack.ts";
import { newUser } from "../support/users.ts";

const service = await startService();
const database = new DynamoDBClient();
const { stack } = await synthesizeStacks();
const { id: _, ...pipe } = stack.only("AWS::Pipes::Pipe");
const stream = { "Fn::GetAtt": [stack.only("AWS::DynamoDB::GlobalTable").id, "StreamArn"] };

afterAll(() => database.destroy());

async function imageOf(userId: string) {
  const Key = { user_id: { S: userId } };
  const get = new GetItemCommand({ TableName: service.table, Key, ConsistentRead: true });
  return (await database.send(get)).Item;
}

/** The detail that the pipe makes of what a call changes, with an empty text for what is not there: so we take it. */
async function detailAfter(userId: string, call: () => Promise<unknown>) {
  const OldImage = await imageOf(userId);
  await call();
  const record = {
    eventID: "c4ca4238a0b923820dcc509a6f75849b",
    eventName: OldImage ? "MODIFY" : "INSERT",
    dynamodb: { Keys: { user_id: { S: userId } }, OldImage, NewImage: await imageOf(userId) },
  };
  const at = (path: string) =>
    path
      .split(".")
      .reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], record);
  const filled = pipe.TargetParameters.InputTemplate.replace(
    /<\$\.([\w.]+)>/g,
    (_all: string, path: string) => String(at(path) ?? ""),
  );
  return JSON.parse(filled);
}

test("a first key, a reset and a revocation say whose key it was, which one, and when", async () => {
  const { userId, reset, revoke } = newUser(service);
  let answer = await reset();
  const keyOf = () => answer.body.data?.id;
  const before = keyOf();
  const resetAgain = async () => {
    answer = await reset();
  };
  const time = expect.stringMatching(/^\d{10}$/);

  const first = newUser(service);
  const made = await detailAfter(first.userId, first.reset);
  expect(made).toEqual({
    id: "c4ca4238a0b923820dcc509a6f75849b",
    user_id: first.userId,
    change: "INSERT",
    old_key_id: "",
    new_key_id: (await first.look()).body.data?.id,
    revocation_id: "",
    time,
  });

  const changed = await detailAfter(userId, resetAgain);
  expect(changed).toEqual({
    id: made.id,
    user_id: userId,
    change: "MODIFY",
    old_key_id: before,
    new_key_id: keyOf(),
    revocation_id: "",
    time,
  });

  expect(await detailAfter(userId, revoke)).toEqual({
    ...changed,
    old_key_id: keyOf(),
    new_key_id: keyOf(),
    revocation_id: expect.stringMatching(/^revocation_[0-9a-f]{32}$/),
    time,
  });
});

test("the pipe reads every change of the table's stream, from its beginning, and only changes", () => {
  expect(stack.only("AWS::DynamoDB::GlobalTable").StreamSpecification).toEqual({
    StreamViewType: "NEW_AND_OLD_IMAGES",
  });
  expect(pipe).toMatchObject({
    Source: stream,
    SourceParameters: {
      DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON" },
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
    },
    TargetParameters: {
      EventBridgeEventBusParameters: { Source: "api-keys", DetailType: "API Key Changed" },
    },
  });
});

test("the pipe may read the stream and write to the bus, and nothing else", () => {
  expect(stack.allowed(pipe.RoleArn)).toEqual([
    {
      Effect: "Allow",
      Action: [
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
      ],
      Resource: stream,
    },
    { Effect: "Allow", Action: "events:PutEvents", Resource: pipe.Target },
  ]);
  expect(JSON.stringify(pipe.Target)).toContain(":event-bus/default");
  expect(stack.trusted(pipe.RoleArn)).toMatchObject([
    {
      Principal: { Service: "pipes.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
    },
  ]);
});
