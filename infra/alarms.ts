import { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { AlarmRule } from "./alarm-rule.ts";
import { alarmRules } from "./alarm-rules.ts";
import type { Watched } from "./watch.ts";

interface AlarmsProps {
  readonly watched: Watched;
  readonly more: Readonly<Record<string, AlarmRule>>;
  readonly email: string | undefined;
}

/** The alarms, which write to an e-mail address if there is one. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { watched, more, email }: AlarmsProps) {
    super(scope, id);
    const topic = email === undefined ? undefined : this.#topic(email);
    this.all = Object.entries({ ...alarmRules(watched), ...more }).map(([name, rule]) => {
      const alarm = new Alarm(this, name, {
        metric: rule.metric,
        threshold: rule.from,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: rule.periods ?? 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...(rule.ignoreFewCalls && { evaluateLowSampleCountPercentile: "ignore" }),
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
