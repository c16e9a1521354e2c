import { join } from "node:path";
import { Duration } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogLevel, NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";

interface ServiceFunctionProps {
  /** The function's file in functions/. */
  readonly entry: string;
  readonly table: TableV2;
  /** The only things that the function may do with the table. */
  readonly tableActions: string[];
  readonly keyRing: Secret;
}

const projectRoot = join(import.meta.dirname, "..");

/**
 * Credential providers that the AWS SDK would bring along. A Lambda has its credentials in its environment
 * and never looks further, so the bundle, and every start, is lighter without them.
 */
const unusedCredentialProviders = [
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-login",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@aws-sdk/nested-clients",
  "@aws-sdk/token-providers",
  "@smithy/credential-provider-imds",
];

/** A Lambda function of the service, with a role that allows what the function does and nothing more. */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { entry, table, tableActions, keyRing } = props;
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.THREE_MONTHS });
    logGroup.grantWrite(role);
    table.grant(role, ...tableActions);
    role.addToPolicy(
      new PolicyStatement({
        actions: ["secretsmanager:GetSecretValue"],
        resources: [keyRing.secretArn],
      }),
    );

    super(scope, id, {
      entry: join(projectRoot, "functions", entry),
      projectRoot,
      depsLockFilePath: join(projectRoot, "package-lock.json"),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      timeout: Duration.seconds(10),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { TABLE_NAME: table.tableName, KEY_RING_SECRET_ARN: keyRing.secretArn },
      bundling: {
        format: OutputFormat.ESM,
        target: "node24",
        mainFields: ["module", "main"],
        minify: true,
        logLevel: LogLevel.WARNING,
        bundleAwsSDK: true,
        externalModules: unusedCredentialProviders,
      },
    });
  }
}
