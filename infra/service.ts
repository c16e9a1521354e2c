import { join } from "node:path";
import { CfnOutput, type Stack } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import type { ITableV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { AlarmRule } from "./alarm-rule.ts";
import { Alarms } from "./alarms.ts";
import { ServiceDashboard } from "./dashboard.ts";
import { ApiKeyApi } from "./http-api.ts";
import { LogMetrics } from "./log-metrics.ts";
import { type Permission, ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/** What a stack is made of. */
export interface Deployment {
  /** What the deployment is called in the account. */
  readonly name: string;
  /** The folder with the functions' bundles, each in a folder of its name. */
  readonly bundles: string;
  readonly settings: Settings;
}

interface ServiceProps extends Deployment {
  readonly table: ITableV2 | TableV2;
  readonly keyRing: ISecret | Secret;
  readonly logGroup: LogGroup;
  /** What is to be watched besides. */
  readonly alarmRules?: Readonly<Record<string, AlarmRule>>;
}

/** Adds the functions and their routes to a stack that has the table and the key ring, and what watches them. */
export function addService(stack: Stack, props: ServiceProps): void {
  const { name, bundles, settings, table, keyRing, logGroup, alarmRules = {} } = props;
  const { openIdConnect, throttling, alarmEmail, logRetentionDays: retention } = settings;

  const read = { actions: ["dynamodb:GetItem"], on: table.tableArn };
  const write = { actions: ["dynamodb:PutItem"], on: table.tableArn };
  const useKeyRing = { actions: ["secretsmanager:GetSecretValue"], on: wholeArn(keyRing) };
  const lambda = (name: string, ...permissions: Permission[]) =>
    new ServiceFunction(stack, name, {
      bundle: join(bundles, name.toLowerCase()),
      environment: {
        TABLE_NAME: table.tableName,
        KEY_RING_SECRET_ARN: keyRing.secretArn,
        ...(openIdConnect && {
          OIDC_ISSUER: openIdConnect.issuer,
          OIDC_AUDIENCE: openIdConnect.audience,
        }),
      },
      logGroup,
      permissions: [useKeyRing, ...permissions],
    });
  const view = lambda("View", read);
  const reset = lambda("Reset", read, write);
  const revoke = lambda("Revoke", read, write);
  const introspect = lambda("Introspect", read);
  const authorize = lambda("Authorize", read);

  const accessLog = new LogGroup(stack, "AccessLog", { retention });
  const api = new ApiKeyApi(stack, "Api", { name, accessLog, ...settings });
  api.route(HttpMethod.GET, "/users/{user_id}/api_key", view, throttling.view);
  api.route(HttpMethod.POST, "/users/{user_id}/api_key", reset, throttling.reset);
  api.route(HttpMethod.DELETE, "/users/{user_id}/api_key", revoke, throttling.revoke);
  api.route(HttpMethod.POST, "/introspect", introspect, throttling.introspect);
  authorize.addPermission("AuthorizersOfThisAccount", {
    principal: new ServicePrincipal("apigateway.amazonaws.com"),
    sourceArn: stack.formatArn({
      service: "execute-api",
      resource: "*",
      resourceName: "authorizers/*",
    }),
  });

  const logs = new LogMetrics(stack, "LogMetrics", logGroup, name);
  const functions = [view, reset, revoke, introspect];
  const watched = { api, functions, authorize, table, logs };
  const alarms = new Alarms(stack, "Alarms", {
    watched,
    more: alarmRules,
    email: alarmEmail,
  });
  new ServiceDashboard(stack, "Dashboard", watched, alarms);

  const output = (id: string, value: string) => new CfnOutput(stack, id, { value });
  output("Url", api.baseUrl);
  output("AuthorizerArn", authorize.functionArn);
  output("TableName", table.tableName);
  output("KeyRingSecret", keyRing.secretName);
  for (const one of [...functions, authorize]) output(`${one.node.id}Function`, one.functionName);
}

/** A secret's ARN ends in six characters of its own, which are not known of one that is found by its name. */
function wholeArn(secret: ISecret | Secret): string {
  return secret.secretFullArn ?? `${secret.secretArn}-??????`;
}
