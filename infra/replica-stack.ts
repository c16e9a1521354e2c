import { Stack } from "aws-cdk-lib";
import { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { keyRingName } from "./key-ring.ts";
import { addService } from "./service.ts";
import type { ApiKeyStackProps } from "./stack.ts";

/** The functions and their routes once more, in another region, on the replicas of the table and the key ring. */
export class ReplicaStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { name, bundles, settings, ...props }: ApiKeyStackProps,
  ) {
    super(scope, id, props);
    const { logRetentionDays: retention } = settings;
    addService(this, {
      name,
      bundles,
      settings: { ...settings, domain: undefined }, // its certificate is of the other region
      table: TableV2.fromTableName(this, "ApiKeys", name),
      keyRing: Secret.fromSecretNameV2(this, "KeyRing", keyRingName(name)),
      logGroup: new LogGroup(this, "FunctionLogs", { retention }),
    });
  }
}
