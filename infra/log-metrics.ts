import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

/** Metrics that CloudWatch makes of the functions' log lines (lib/log.ts). */
export class LogMetrics extends Construct {
  readonly resets: Metric;
  readonly revocations: Metric;
  /** Answers 503, and what would have been one without the value at hand: something could not be had in time. */
  readonly outages: Metric;
  /** Answers 500. */
  readonly bugs: Metric;
  /** Every other refusal, each `code` of it for itself. */
  readonly refusals: MathExpression;
  readonly #namespace: string;
  readonly #logGroup: ILogGroup;

  constructor(scope: Construct, id: string, logGroup: ILogGroup, namespace: string) {
    super(scope, id);
    this.#namespace = namespace;
    this.#logGroup = logGroup;
    this.resets = this.#count("Resets", '{ $.message.event = "reset" }');
    this.revocations = this.#count("Revocations", '{ $.message.event = "revocation" }');
    this.outages = this.#count("Outages", '{ $.message.code = "unavailable" }');
    this.bugs = this.#count("Bugs", "{ $.message.status = 500 }");
    this.#count("Refusals", '{ $.message.event = "refusal" && $.message.status < 500 }', {
      Code: "$.message.code",
    });
    this.refusals = new MathExpression({
      expression: `SEARCH('{"${namespace}",Code} MetricName="Refusals"', 'Sum', 300)`,
      label: "",
    });
  }

  #count(metricName: string, pattern: string, dimensions?: Record<string, string>): Metric {
    new MetricFilter(this, metricName, {
      logGroup: this.#logGroup,
      filterPattern: FilterPattern.literal(pattern),
      metricNamespace: this.#namespace,
      metricName,
      ...(dimensions ? { dimensions } : { defaultValue: 0 }),
    });
    return new Metric({ namespace: this.#namespace, metricName, statistic: Stats.SUM });
  }
}
