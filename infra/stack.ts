import { Stack, type StackProps } from "aws-cdk-lib";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { KeyEvents } from "./events.ts";
import { KeyRingSecret } from "./key-ring.ts";
import { addRotation } from "./rotation.ts";
import { addService, type Deployment } from "./service.ts";
import { RecordTable } from "./table.ts";

export interface ApiKeyStackProps extends StackProps, Deployment {}

/** The whole service: the table, the key ring and its rotation, the events, the functions and their routes. */
export class ApiKeyStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { name, bundles, settings, ...props }: ApiKeyStackProps,
  ) {
    super(scope, id, props);
    const { replicas, logRetentionDays: retention } = settings;

    const table = new RecordTable(this, "ApiKeys", name, replicas);
    const keyRing = new KeyRingSecret(this, "KeyRing", name, replicas);
    const logGroup = new LogGroup(this, "FunctionLogs", { retention });

    const rotationErrors = addRotation(this, { bundles, keyRing, logGroup });
    const { undelivered } = new KeyEvents(this, "Events", table, name);
    addService(this, {
      name,
      bundles,
      settings,
      table,
      keyRing,
      logGroup,
      alarmRules: { RotationErrors: rotationErrors, UndeliveredEvents: undelivered },
    });
  }
}
