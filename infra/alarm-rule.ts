import { type IMetric, MathExpression } from "aws-cdk-lib/aws-cloudwatch";

/** What rings an alarm. */
export interface AlarmRule {
  readonly metric: IMetric;
  /** The alarm rings from this value on. */
  readonly from: number;
  /** For so many periods one after the other. */
  readonly periods?: number;
  /** Says nothing while there are too few calls to tell a percentile. */
  readonly ignoreFewCalls?: boolean;
  /** What it means, for the person who gets the e-mail. */
  readonly meaning: string;
}

/** The sum of metrics, each of which counts as 0 while there is nothing to count. */
export function total(metrics: IMetric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({
    expression: Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(" + "),
    usingMetrics,
  });
}
