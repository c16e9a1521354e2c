import { describe, expect, test } from "@jest/globals";
import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { bundleFunctions } from "../../infra/bundle.ts";
import { ApiKeyStack } from "../../infra/stack.ts";
import { patience } from "../../lib/aws.ts";
import { newFolder } from "../support/command.ts";

const bundles = newFolder();
await bundleFunctions(bundles);
const template = Template.fromStack(new ApiKeyStack(new App(), "ApiKeys", { bundles }));

/** The logical id of the only resource of a type, or of the one whose id starts like this. */
function idOf(type: string, start = ""): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(start));
  expect(ids).toHaveLength(1);
  return ids[0] ?? "";
}

function functionProperties(name: string) {
  const id = idOf("AWS::Lambda::Function", name);
  return template.findResources("AWS::Lambda::Function")[id]?.Properties ?? {};
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

/** Everything that the role of a function may do. */
function allowed(functionName: string): Statement[] {
  const { Role } = functionProperties(functionName);
  const role: string = Role["Fn::GetAtt"][0];
  expect(template.findResources("AWS::IAM::Role")[role]?.Properties).toEqual({
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: "sts:AssumeRole",
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
        },
      ],
      Version: "2012-10-17",
    },
  });
  return Object.values(template.findResources("AWS::IAM::Policy"))
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

const writeItsLog = (functionName: string) => ({
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: { "Fn::GetAtt": [idOf("AWS::Logs::LogGroup", functionName), "Arn"] },
});
const useTheTable = (Action: string | string[]) => ({
  Effect: "Allow",
  Action,
  Resource: { "Fn::GetAtt": [idOf("AWS::DynamoDB::GlobalTable"), "Arn"] },
});
const readTheKeyRing = () => ({
  Effect: "Allow",
  Action: "secretsmanager:GetSecretValue",
  Resource: { Ref: idOf("AWS::SecretsManager::Secret") },
});

describe("who may do what", () => {
  test.each([["View"], ["Introspect"], ["Authorize"]])(
    "%s may read an item and the key ring, write its log, and nothing else",
    (functionName) => {
      expect(allowed(functionName)).toEqual([
        writeItsLog(functionName),
        useTheTable("dynamodb:GetItem"),
        readTheKeyRing(),
      ]);
    },
  );

  test.each([["Reset"], ["Revoke"]])(
    "%s may read and put an item, read the key ring, write its log, and nothing else",
    (functionName) => {
      expect(allowed(functionName)).toEqual([
        writeItsLog(functionName),
        useTheTable(["dynamodb:GetItem", "dynamodb:PutItem"]),
        readTheKeyRing(),
      ]);
    },
  );

  test("these are all the functions there are", () => {
    template.resourceCountIs("AWS::Lambda::Function", 5);
    template.resourceCountIs("AWS::IAM::Policy", 5);
  });

  test("only API Gateway may invoke them: each from its route, the authorizer from any authorizer", () => {
    const permissions = Object.values(template.findResources("AWS::Lambda::Permission"));
    const sources = permissions.map(({ Properties }) => {
      expect(Properties.Principal).toBe("apigateway.amazonaws.com");
      const arn: unknown[] = Properties.SourceArn["Fn::Join"][1];
      const id: string = Properties.FunctionName["Fn::GetAtt"][0];
      return [id.replace(/[0-9A-F]{8}$/, ""), arn.at(-1)];
    });
    expect(sources.sort()).toEqual([
      ["Authorize", ":*/authorizers/*"],
      ["Introspect", "/*/*/api/v1/introspect"],
      ["Reset", "/*/*/api/v1/users/{user_id}/api_key"],
      ["Revoke", "/*/*/api/v1/users/{user_id}/api_key"],
      ["View", "/*/*/api/v1/users/{user_id}/api_key"],
    ]);
  });
});

describe("the routes", () => {
  test.each([
    ["GET", "/api/v1/users/{user_id}/api_key", "View"],
    ["POST", "/api/v1/users/{user_id}/api_key", "Reset"],
    ["DELETE", "/api/v1/users/{user_id}/api_key", "Revoke"],
    ["POST", "/api/v1/introspect", "Introspect"],
  ])("%s %s runs %s on events of payload format 2.0", (method, path, functionName) => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Route", {
      RouteKey: `${method} ${path}`,
      Target: {
        "Fn::Join": [
          "",
          [
            "integrations/",
            { Ref: Match.stringLikeRegexp(`${method}.*${functionName}Integration`) },
          ],
        ],
      },
    });
    template.hasResourceProperties("AWS::ApiGatewayV2::Integration", {
      IntegrationUri: { "Fn::GetAtt": [idOf("AWS::Lambda::Function", functionName), "Arn"] },
      PayloadFormatVersion: "2.0",
    });
  });

  test("are these four", () => {
    template.resourceCountIs("AWS::ApiGatewayV2::Route", 4);
  });

  test("answer browsers of any origin, and show them the challenge", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Api", {
      CorsConfiguration: {
        AllowOrigins: ["*"],
        AllowMethods: ["GET", "POST", "DELETE"],
        AllowHeaders: ["authorization", "content-type", "idempotency-key"],
        AllowCredentials: Match.absent(),
        ExposeHeaders: ["retry-after", "www-authenticate"],
      },
    });
  });
});

describe("the functions", () => {
  test.each([["View"], ["Reset"], ["Revoke"], ["Introspect"], ["Authorize"]])(
    "%s gets the names of things, and no secret",
    (functionName) => {
      const properties = functionProperties(functionName);
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        LoggingConfig: { LogFormat: "JSON" },
        Environment: {
          Variables: {
            TABLE_NAME: { Ref: idOf("AWS::DynamoDB::GlobalTable") },
            KEY_RING_SECRET_ARN: { Ref: idOf("AWS::SecretsManager::Secret") },
          },
        },
      });
      expect(Object.keys(properties.Environment.Variables)).toHaveLength(2);
    },
  );

  test("have longer than the longest they wait: thrice for the secret, the read and the write", () => {
    const longest = 3 * patience.maxAttempts * patience.requestHandler.requestTimeout;
    for (const { Properties } of Object.values(template.findResources("AWS::Lambda::Function"))) {
      expect(Properties.Timeout * 1000).toBeGreaterThan(longest);
      expect(Properties.Timeout).toBeLessThan(30); // API Gateway waits no longer
    }
  });
});

test("logs are kept for three months", () => {
  template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 90 });
});

describe("what must not be lost", () => {
  test("the table is kept, protected, and recoverable to any second", () => {
    template.hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "user_id", KeyType: "HASH" }],
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
  });

  test("the key ring is kept, and is generated with a root long enough", () => {
    template.hasResource("AWS::SecretsManager::Secret", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        GenerateSecretString: {
          SecretStringTemplate: "{}",
          GenerateStringKey: "root",
          PasswordLength: 64,
          ExcludePunctuation: true,
        },
      },
    });
  });
});
