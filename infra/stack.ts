import { join } from "node:path";
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { CorsHttpMethod, HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AttributeType, Billing, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { ServiceFunction } from "./service-function.ts";

interface ApiKeyStackProps extends StackProps {
  /** The folder with the functions' bundles, each in a folder of its name. */
  readonly bundles: string;
}

/** The whole service: a table, a key ring, the functions and their routes. */
export class ApiKeyStack extends Stack {
  constructor(scope: Construct, id: string, { bundles, ...props }: ApiKeyStackProps) {
    super(scope, id, props);

    const table = new TableV2(this, "ApiKeys", {
      partitionKey: { name: "user_id", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: true,
    });

    const keyRing = new Secret(this, "KeyRing", {
      description: "Key ring of the API key service: whoever holds it can make any token",
      generateSecretString: {
        secretStringTemplate: "{}",
        generateStringKey: "root",
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const read = "dynamodb:GetItem";
    const write = "dynamodb:PutItem";
    const lambda = (name: string, ...tableActions: string[]) =>
      new ServiceFunction(this, name, {
        bundle: join(bundles, name.toLowerCase()),
        table,
        tableActions,
        keyRing,
      });

    const view = lambda("View", read);
    const reset = lambda("Reset", read, write);
    const revoke = lambda("Revoke", read, write);
    const introspect = lambda("Introspect", read);
    const authorize = lambda("Authorize", read);

    const api = new HttpApi(this, "Api", {
      apiName: "api-keys",
      description: "One API key per user: look at it, reset it, revoke it, check it",
      corsPreflight: {
        allowOrigins: ["*"],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
        allowHeaders: ["authorization", "content-type", "idempotency-key"],
        exposeHeaders: ["retry-after", "www-authenticate"],
        maxAge: Duration.hours(1),
      },
    });
    const route = (method: HttpMethod, path: string, handler: ServiceFunction) =>
      api.addRoutes({
        path: `/api/v1${path}`,
        methods: [method],
        integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
      });
    route(HttpMethod.GET, "/users/{user_id}/api_key", view);
    route(HttpMethod.POST, "/users/{user_id}/api_key", reset);
    route(HttpMethod.DELETE, "/users/{user_id}/api_key", revoke);
    route(HttpMethod.POST, "/introspect", introspect);

    authorize.addPermission("AuthorizersOfThisAccount", {
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      sourceArn: this.formatArn({
        service: "execute-api",
        resource: "*",
        resourceName: "authorizers/*",
      }),
    });

    new CfnOutput(this, "Url", { value: `${api.apiEndpoint}/api/v1` });
    new CfnOutput(this, "AuthorizerArn", { value: authorize.functionArn });
    new CfnOutput(this, "TableName", { value: table.tableName });
    new CfnOutput(this, "KeyRingSecret", { value: keyRing.secretName });
  }
}
