import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { type AlarmRule, total } from "./alarm-rule.ts";
import { OPERATIONS, type Watched } from "./watch.ts";

/** What is wrong with the service when it is wrong. README.md says what to do about each. */
export function alarmRules({
  api,
  functions,
  authorize,
  table,
  logs,
}: Watched): Record<string, AlarmRule> {
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
      ignoreFewCalls: true,
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
      meaning:
        "What the service depends on could not be had five times or more in five minutes: the log has the causes.",
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
    OPERATIONS.map(
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
