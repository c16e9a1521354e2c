import { describe, expect, test } from "@jest/globals";
import { synthesizeStacks } from "../support/stack.ts";

const { stack } = await synthesizeStacks({ alarmEmail: "operator@example.com" });
const bare = (await synthesizeStacks()).stack;
const alarm = (name: string) => stack.only("AWS::CloudWatch::Alarm", `Alarms${name}`);

/** Namespaces, names and dimensions of what an alarm looks at, whether it is one metric or a sum. */
function metricsOf({ Metrics, Namespace, MetricName, Dimensions }: ReturnType<typeof alarm>) {
  const single = { Namespace, MetricName, Dimensions };
  const stats = Metrics?.flatMap(({ MetricStat }: { MetricStat?: { Metric: typeof single } }) =>
    MetricStat ? [MetricStat.Metric] : [],
  );
  return (stats ?? [single]) as (typeof single)[];
}

describe("an alarm rings", () => {
  test.each([
    ["ServerErrors", 5, 1],
    ["Latency", 2000, 3],
    ["Throttles", 1, 1],
    ["FunctionErrors", 1, 1],
    ["DatabaseErrors", 5, 1],
    ["Outages", 5, 1],
    ["Bugs", 1, 1],
    ["RotationErrors", 1, 1],
    ["UndeliveredEvents", 1, 1],
  ])("%s: from %i on, in each of %i times five minutes", (name, Threshold, EvaluationPeriods) => {
    const { Metrics, Period, ...properties } = alarm(name);
    expect(properties).toMatchObject({ Threshold, EvaluationPeriods });
    const periods = Metrics?.flatMap(({ MetricStat }: { MetricStat?: { Period: number } }) =>
      MetricStat ? [MetricStat.Period] : [],
    );
    expect(new Set(periods ?? [Period])).toEqual(new Set([300]));
  });

  test("Latency by the slowest call in a hundred, unless there are too few to tell", () => {
    expect(alarm("Latency")).toMatchObject({
      ExtendedStatistic: "p99",
      EvaluateLowSampleCountPercentile: "ignore",
    });
  });

  test.each([["Throttles"], ["FunctionErrors"], ["DatabaseErrors"], ["UndeliveredEvents"]])(
    "%s by the sum of all that it looks at",
    (name) => {
      const { Metrics } = alarm(name);
      const [sum, ...terms] = Metrics;
      const ids = terms.map(({ Id }: { Id: string }) => `FILL(${Id}, 0)`);
      expect(sum.Expression).toBe(ids.join(" + "));
      for (const { MetricStat, ReturnData } of terms) {
        expect([MetricStat.Stat, ReturnData]).toEqual(["Sum", false]);
      }
    },
  );

  test.each([
    ["ServerErrors", "5xx"],
    ["Latency", "Latency"],
  ])("%s: of the API", (name, MetricName) => {
    const ApiId = { Name: "ApiId", Value: { Ref: stack.only("AWS::ApiGatewayV2::Api").id } };
    expect(alarm(name)).toMatchObject({ Namespace: "AWS/ApiGateway", MetricName });
    expect(alarm(name).Dimensions).toContainEqual(ApiId);
  });

  const functionsOf = (name: string) =>
    metricsOf(alarm(name)).map(({ Namespace, MetricName, Dimensions }) => {
      expect(Namespace).toBe("AWS/Lambda");
      return [Dimensions[0].Value.Ref.slice(0, -8), MetricName];
    });

  test("if a function behind a route fails; not the authorizer, which refuses in this way", () => {
    expect(functionsOf("FunctionErrors")).toEqual([
      ["View", "Errors"],
      ["Reset", "Errors"],
      ["Revoke", "Errors"],
      ["Introspect", "Errors"],
    ]);
  });

  test("if any function is throttled", () => {
    expect(functionsOf("Throttles").map(([name]) => name)).toEqual([
      "View",
      "Reset",
      "Revoke",
      "Introspect",
      "Authorize",
    ]);
  });

  test("if a rotation fails", () => {
    expect(functionsOf("RotationErrors")).toEqual([["Rotate", "Errors"]]);
  });

  test("if DynamoDB fails or throttles what the functions ask of it", () => {
    const asked = metricsOf(alarm("DatabaseErrors")).map(({ MetricName, Dimensions }) => [
      MetricName,
      Dimensions.find(({ Name }: { Name: string }) => Name === "Operation").Value,
    ]);
    expect(asked).toEqual([
      ["SystemErrors", "GetItem"],
      ["SystemErrors", "PutItem"],
      ["ThrottledRequests", "GetItem"],
      ["ThrottledRequests", "PutItem"],
    ]);
  });

  test("if calls are answered 503 or 500, by the log", () => {
    expect(metricsOf(alarm("Outages"))).toMatchObject([{ MetricName: "Outages" }]);
    expect(metricsOf(alarm("Bugs"))).toMatchObject([{ MetricName: "Bugs" }]);
  });

  test("if an event is not delivered", () => {
    const Dimensions = [{ Name: "PipeName", Value: { Ref: stack.only("AWS::Pipes::Pipe").id } }];
    const Namespace = "AWS/EventBridge/Pipes";
    expect(metricsOf(alarm("UndeliveredEvents"))).toEqual([
      { Namespace, MetricName: "ExecutionFailed", Dimensions },
      { Namespace, MetricName: "ExecutionPartiallyFailed", Dimensions },
      { Namespace, MetricName: "ExecutionTimeout", Dimensions },
    ]);
  });

  test("for no other reason, and not because nobody calls", () => {
    const alarms = stack.ofType("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
    expect(alarms).toHaveLength(9);
    for (const { TreatMissingData, AlarmDescription, ComparisonOperator } of alarms) {
      expect(TreatMissingData).toBe("notBreaching");
      expect(ComparisonOperator).toBe("GreaterThanOrEqualToThreshold");
      expect(AlarmDescription).toMatch(/\.$/);
    }
  });
});

describe("with an e-mail address", () => {
  const topic = stack.only("AWS::SNS::Topic").id;

  test("every alarm writes to it", () => {
    expect(stack.only("AWS::SNS::Subscription")).toMatchObject({
      Protocol: "email",
      Endpoint: "operator@example.com",
      TopicArn: { Ref: topic },
    });
    for (const [, { Properties }] of stack.ofType("AWS::CloudWatch::Alarm")) {
      expect(Properties.AlarmActions).toEqual([{ Ref: topic }]);
    }
  });

  test("only alarms of this account may write to its topic, and only over TLS", () => {
    const { Statement } = stack.only("AWS::SNS::TopicPolicy").PolicyDocument;
    expect(Statement).toMatchObject([
      { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      {
        Effect: "Allow",
        Action: "sns:Publish",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
      },
    ]);
  });
});

test("without one the alarms are there, and write to nobody", () => {
  bare.template.resourceCountIs("AWS::CloudWatch::Alarm", 9);
  bare.template.resourceCountIs("AWS::SNS::Topic", 0);
  for (const [, { Properties }] of bare.ofType("AWS::CloudWatch::Alarm")) {
    expect(Properties.AlarmActions).toBeUndefined();
  }
});
