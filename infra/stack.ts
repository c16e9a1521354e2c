import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { CorsHttpMethod, HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AttributeType, Billing, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { EndpointFunction } from "./endpoint-function.ts";

/** The whole service: a table, a key ring, two functions and their routes. */
export class ApiKeyStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
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

    const view = new EndpointFunction(this, "View", {
      entry: "view.ts",
      table,
      tableActions: ["dynamodb:GetItem"],
      keyRing,
    });
    const reset = new EndpointFunction(this, "Reset", {
      entry: "reset.ts",
      table,
      tableActions: ["dynamodb:GetItem", "dynamodb:PutItem"],
      keyRing,
    });

    const api = new HttpApi(this, "Api", {
      apiName: "api-keys",
      description: "One API key per user: look at it, reset it",
      corsPreflight: {
        allowOrigins: ["*"],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
        allowHeaders: ["authorization", "content-type"],
        exposeHeaders: ["retry-after", "www-authenticate"],
        maxAge: Duration.hours(1),
      },
    });
    const path = "/api/v1/users/{user_id}/api_key";
    api.addRoutes({
      path,
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration("ViewIntegration", view),
    });
    api.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration("ResetIntegration", reset),
    });

    new CfnOutput(this, "Url", { value: `${api.apiEndpoint}/api/v1` });
    new CfnOutput(this, "KeyRingSecret", { value: keyRing.secretName });
  }
}
