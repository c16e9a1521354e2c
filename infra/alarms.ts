import { Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { type ITableV2, Operation, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { Watched } from "./watch.ts";

/** What rings an alarm. */
export interface AlarmRule {
  readonly metric: IMetric;
  /** The alarm rings from this value on. */
  readonly from: number;
  /** For so many periods one after the other. */
  readonly periods?: number;
  /** What it means, for the person who gets the e-mail. */
  readonly meaning: string;
}

interface AlarmsProps {
  readonly watched: Watched;
  readonly more: Readonly<Record<string, AlarmRule>>;
  readonly email: string | undefined;
}

/** The alarms, which write to an e-mail address if there is one. README.md says what to do about each. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { watched, more, email }: AlarmsProps) {
    super(scope, id);
    const topic = email === undefined ? undefined : this.#topic(email);
    this.all = Object.entries({ ...rules(watched), ...more }).map(([name, rule]) => {
      const alarm = new Alarm(this, name, {
        metric: rule.metric,
        threshold: rule.from,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: rule.periods ?? 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: rule.meaning,
      });
      if (topic) alarm.addAlarmAction(new SnsAction(topic));
      return alarm;
    });
  }

  #topic(email: string): Topic {
    const topic = new Topic(this, "Topic", { displayName: "API key service", enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    const { account } = Stack.of(this);
    topic.addToResourcePolicy(
      // a topic with a policy of its own lets nobody else publish, not even the alarms of its account
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
    );
    return topic;
  }
}

function rules({ api, functions, authorize, table, logs }: Watched): Record<string, AlarmRule> {
  const all = [...functions, authorize];
  return {
    ServerErrors: {
      metric: api.stage.metricServerError(),
      from: 5,
      meaning: "Five calls or more in five minutes were answered 5xx.",
    },
    Latency: {
      metric: api.stage.metricLatency({ statistic: Stats.percentile(99) }),
      from: 2000,
      periods: 3,
      meaning: "For a quarter of an hour one call in a hundred took two seconds or more.",
    },
    Throttles: {
      metric: total(all.map((one) => one.metricThrottles())),
      from: 1,
      meaning: "Lambda ran out of concurrency, and refused to run a function.",
    },
    FunctionErrors: {
      metric: total(functions.map((one) => one.metricErrors())),
      from: 1,
      meaning: "A function ended without an answer: it crashed, or ran out of time or memory.",
    },
    DatabaseErrors: {
      metric: total(databaseErrors(table)),
      from: 5,
      meaning: "DynamoDB failed or throttled five requests or more in five minutes.",
    },
    Outages: {
      metric: logs.outages,
      from: 5,
      meaning: "Five calls or more in five minutes were answered 503: the log has the causes.",
    },
    Bugs: {
      metric: logs.bugs,
      from: 1,
      meaning:
        "A call was answered 500: the log has the cause, which is a bug or a wrong permission.",
    },
  };
}

function databaseErrors(table: ITableV2 | TableV2): Metric[] {
  return ["SystemErrors", "ThrottledRequests"].flatMap((metricName) =>
    [Operation.GET_ITEM, Operation.PUT_ITEM].map(
      (operation) =>
        new Metric({
          namespace: "AWS/DynamoDB",
          metricName,
          dimensionsMap: { TableName: table.tableName, Operation: operation },
          statistic: Stats.SUM,
        }),
    ),
  );
}

function total(metrics: IMetric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({
    expression: Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(" + "),
    usingMetrics,
  });
}
