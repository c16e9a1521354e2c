import { Duration } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

/** What a function may do, with what. */
export interface Permission {
  readonly actions: string[];
  readonly on: string;
}

interface ServiceFunctionProps {
  /** The folder with the function's bundle. */
  readonly bundle: string;
  readonly environment: Record<string, string>;
  readonly logGroup: ILogGroup;
  /** All that the function may do, besides writing its log. */
  readonly permissions: readonly Permission[];
  /** Ten seconds unless told otherwise: a call is answered by then, or never. */
  readonly timeout?: Duration;
}

/** A Lambda function of the service, with a role that allows what the function does and nothing more. */
export class ServiceFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { bundle, environment, logGroup, permissions, timeout = Duration.seconds(10) } = props;
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    logGroup.grantWrite(role);
    for (const { actions, on } of permissions) {
      role.addToPolicy(new PolicyStatement({ actions, resources: [on] }));
    }

    super(scope, id, {
      code: Code.fromAsset(bundle),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN, // a call that went well writes nothing
      environment,
    });
  }
}
