import { join } from "node:path";
import { CfnOutput, Duration, type Stack } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnRotationSchedule, type Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { AlarmRule } from "./alarm-rule.ts";
import { ServiceFunction } from "./service-function.ts";

const ROTATION_DAYS = 90;

interface RotationProps {
  readonly bundles: string;
  readonly keyRing: Secret;
  readonly logGroup: LogGroup;
}

/** Adds the function that rotates the signing key: once the secret is there, and every three months. */
export function addRotation(
  stack: Stack,
  { bundles, keyRing, logGroup }: RotationProps,
): AlarmRule {
  const rotate = new ServiceFunction(stack, "Rotate", {
    bundle: join(bundles, "rotate"),
    environment: { KEY_RING_SECRET_ARN: keyRing.secretArn },
    logGroup,
    timeout: Duration.seconds(30), // a step makes up to five calls
    permissions: [
      {
        actions: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        on: keyRing.secretArn,
      },
    ],
  });
  rotate.addPermission("SecretsManager", {
    principal: new ServicePrincipal("secretsmanager.amazonaws.com"),
    sourceAccount: stack.account,
  });
  const schedule = new CfnRotationSchedule(stack, "RotationSchedule", {
    secretId: keyRing.secretArn,
    rotationLambdaArn: rotate.functionArn,
    rotationRules: { automaticallyAfterDays: ROTATION_DAYS },
  });
  schedule.node.addDependency(rotate);

  new CfnOutput(stack, "RotateFunction", { value: rotate.functionName });
  return {
    metric: rotate.metricErrors(),
    from: 1,
    meaning: "The signing key could not be rotated. All keys work, and it will be tried again.",
  };
}
