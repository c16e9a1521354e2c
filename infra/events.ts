import { Stack } from "aws-cdk-lib";
import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPipe } from "aws-cdk-lib/aws-pipes";
import { Construct } from "constructs";
import { type AlarmRule, total } from "./alarm-rule.ts";

/**
 * What an event says of a change to a record: ids and a time. `id` is the same when it is told again. `change` is INSERT for a user's first key, else MODIFY;
 * `revocation_id` is empty unless the key was revoked, and then `new_key_id` is the key that was.
 */
const EVENT_DETAIL = {
  id: "<$.eventID>",
  user_id: "<$.dynamodb.Keys.user_id.S>",
  change: "<$.eventName>",
  old_key_id: "<$.dynamodb.OldImage.id.S>",
  new_key_id: "<$.dynamodb.NewImage.id.S>",
  revocation_id: "<$.dynamodb.NewImage.revocation_id.S>",
  time: "<$.dynamodb.NewImage.updated_at.N>",
};

/** Tells EventBridge of every first key, reset and revocation, from the table's stream. */
export class KeyEvents extends Construct {
  readonly undelivered: AlarmRule;

  /** @param source what the events have as their source */
  constructor(scope: Construct, id: string, table: TableV2, source: string) {
    super(scope, id);
    const bus = EventBus.fromEventBusName(this, "DefaultBus", "default");
    const stream = table.tableStreamArn;
    if (stream === undefined) throw new Error("The table has no stream.");
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("pipes.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        resources: [stream],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ["events:PutEvents"], resources: [bus.eventBusArn] }),
    );

    const pipe = new CfnPipe(this, "Pipe", {
      description: "Changes of API keys, to EventBridge",
      roleArn: role.roleArn,
      source: stream,
      sourceParameters: {
        dynamoDbStreamParameters: { startingPosition: "TRIM_HORIZON", batchSize: 10 },
        filterCriteria: {
          filters: [{ pattern: JSON.stringify({ eventName: ["INSERT", "MODIFY"] }) }],
        },
      },
      target: bus.eventBusArn,
      targetParameters: {
        eventBridgeEventBusParameters: { source, detailType: "API Key Changed" },
        inputTemplate: JSON.stringify(EVENT_DETAIL),
      },
    });
    pipe.node.addDependency(role);
    this.undelivered = {
      metric: total(
        ["ExecutionFailed", "ExecutionPartiallyFailed", "ExecutionTimeout"].map(
          (metricName) =>
            new Metric({
              namespace: "AWS/EventBridge/Pipes",
              metricName,
              dimensionsMap: { PipeName: pipe.ref },
              statistic: Stats.SUM,
            }),
        ),
      ),
      from: 1,
      meaning:
        "Changes of API keys could not be told to EventBridge. They are tried again for a day.",
    };
  }
}
