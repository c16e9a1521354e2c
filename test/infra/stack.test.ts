import { describe, expect, test } from "@jest/globals";
import { synthesizeStacks } from "../support/stack.ts";

const { stack } = await synthesizeStacks();
const { template, ofType, only, allowed, trusted } = stack;

const arnOf = (type: string, name?: string) => ({ "Fn::GetAtt": [only(type, name).id, "Arn"] });
const keyRing = { Ref: only("AWS::SecretsManager::Secret").id };
const writeTheLog = {
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: arnOf("AWS::Logs::LogGroup", "FunctionLogs"),
};
const readTheKeyRing = {
  Effect: "Allow",
  Action: "secretsmanager:GetSecretValue",
  Resource: keyRing,
};
const useTheTable = (Action: string | string[]) => ({
  Effect: "Allow",
  Action,
  Resource: arnOf("AWS::DynamoDB::GlobalTable"),
});

describe("who may do what", () => {
  test.each([["View"], ["Introspect"], ["Authorize"]])(
    "%s may read the key ring and an item, write the log, and nothing else",
    (name) => {
      expect(allowed(only("AWS::Lambda::Function", name).Role)).toEqual([
        writeTheLog,
        readTheKeyRing,
        useTheTable("dynamodb:GetItem"),
      ]);
    },
  );

  test.each([["Reset"], ["Revoke"]])(
    "%s may read the key ring, read and put an item, write the log, and nothing else",
    (name) => {
      expect(allowed(only("AWS::Lambda::Function", name).Role)).toEqual([
        writeTheLog,
        readTheKeyRing,
        useTheTable(["dynamodb:GetItem", "dynamodb:PutItem"]),
      ]);
    },
  );

  test("Rotate may make a new version of the key ring, write the log, and nothing else", () => {
    expect(allowed(only("AWS::Lambda::Function", "Rotate").Role)).toEqual([
      writeTheLog,
      {
        Effect: "Allow",
        Action: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        Resource: keyRing,
      },
    ]);
  });

  test("these are all the functions, and with the pipe all the roles", () => {
    const names = ofType("AWS::Lambda::Function").map(([id]) => id.slice(0, -8));
    expect(names.sort()).toEqual(["Authorize", "Introspect", "Reset", "Revoke", "Rotate", "View"]);
    template.resourceCountIs("AWS::IAM::Policy", 7);
    template.resourceCountIs("AWS::IAM::Role", 7);
    template.resourceCountIs("AWS::IAM::ManagedPolicy", 0);
    for (const [, { Properties }] of ofType("AWS::IAM::Role")) {
      expect(Object.keys(Properties)).toEqual(["AssumeRolePolicyDocument"]);
    }
  });

  test("only Lambda takes a function's role", () => {
    for (const [, { Properties }] of ofType("AWS::Lambda::Function")) {
      expect(trusted(Properties.Role)).toEqual([
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "lambda.amazonaws.com" },
        },
      ]);
    }
  });

  test("a function is invoked by its route, the authorizer by any authorizer, Rotate by Secrets Manager", () => {
    const invokers = ofType("AWS::Lambda::Permission").map(([, { Properties }]) => {
      const { FunctionName, Principal, SourceArn, SourceAccount } = Properties;
      const source = SourceArn?.["Fn::Join"][1].at(-1) ?? SourceAccount;
      return [FunctionName["Fn::GetAtt"][0].slice(0, -8), Principal, source];
    });
    expect(invokers.sort()).toEqual([
      ["Authorize", "apigateway.amazonaws.com", ":*/authorizers/*"],
      ["Introspect", "apigateway.amazonaws.com", "/*/*/api/v1/introspect"],
      ["Reset", "apigateway.amazonaws.com", "/*/*/api/v1/users/{user_id}/api_key"],
      ["Revoke", "apigateway.amazonaws.com", "/*/*/api/v1/users/{user_id}/api_key"],
      ["Rotate", "secretsmanager.amazonaws.com", { Ref: "AWS::AccountId" }],
      ["View", "apigateway.amazonaws.com", "/*/*/api/v1/users/{user_id}/api_key"],
    ]);
  });

  test("nothing has a policy that lets others in", () => {
    for (const type of [
      "AWS::SecretsManager::ResourcePolicy",
      "AWS::Logs::ResourcePolicy",
      "AWS::Lambda::Url",
      "AWS::SNS::TopicPolicy",
    ]) {
      template.resourceCountIs(type, 0);
    }
    for (const { ResourcePolicy } of only("AWS::DynamoDB::GlobalTable").Replicas) {
      expect(ResourcePolicy).toBeUndefined();
    }
  });
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

  test("the key ring is kept, and begins with a root long enough", () => {
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

  test("logs are kept for three months, or as long as is said", async () => {
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 90 });
    const { stack } = await synthesizeStacks({ logRetentionDays: 30 });
    stack.template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
  });
});

test("tables and secrets are encrypted with AWS's own keys, as nothing says otherwise", () => {
  expect(only("AWS::DynamoDB::GlobalTable").SSESpecification).toBeUndefined();
  expect(only("AWS::SecretsManager::Secret").KmsKeyId).toBeUndefined();
});

test("the outputs are the URL, and the names of what an operator looks for", () => {
  expect(Object.keys(template.findOutputs("*")).sort()).toEqual([
    "AuthorizeFunction",
    "AuthorizerArn",
    "IntrospectFunction",
    "KeyRingSecret",
    "ResetFunction",
    "RevokeFunction",
    "RotateFunction",
    "TableName",
    "Url",
    "ViewFunction",
  ]);
});

test("a stage is a deployment of its own, with names of its own", async () => {
  const { stack } = await synthesizeStacks({ stage: "test" });
  expect(stack.name).toBe("ApiKeys-test");
  expect(stack.only("AWS::ApiGatewayV2::Api").Name).toBe("api-keys-test");
  expect(stack.only("AWS::ApiGatewayV2::Stage").StageName).toBe("$default"); // so paths are the same
});
