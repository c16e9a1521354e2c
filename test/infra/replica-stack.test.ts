import { describe, expect, test } from "@jest/globals";
import { synthesizeStacks } from "../support/stack.ts";

const { CDK_DEFAULT_REGION } = process.env;
process.env.CDK_DEFAULT_REGION = "eu-west-1";
const settings = { tableReplicas: "eu-west-2,eu-west-3", stage: "prod" };
const { stack, others } = await synthesizeStacks(settings);
const withWitness = await synthesizeStacks({
  tableReplicas: "eu-west-2",
  tableWitness: "eu-central-1",
});
if (CDK_DEFAULT_REGION === undefined) delete process.env.CDK_DEFAULT_REGION;
else process.env.CDK_DEFAULT_REGION = CDK_DEFAULT_REGION;

describe("a table in several regions", () => {
  test("is strongly consistent, and recoverable and protected in each", () => {
    const { MultiRegionConsistency, Replicas } = stack.only("AWS::DynamoDB::GlobalTable");
    expect(MultiRegionConsistency).toBe("STRONG");
    expect(Replicas.map(({ Region }: { Region: string }) => Region).sort()).toEqual([
      "eu-west-1",
      "eu-west-2",
      "eu-west-3",
    ]);
    for (const replica of Replicas) {
      expect(replica).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  test("of two and a witness is so, too", () => {
    expect(withWitness.stack.only("AWS::DynamoDB::GlobalTable")).toMatchObject({
      MultiRegionConsistency: "STRONG",
      GlobalTableWitnesses: [{ Region: "eu-central-1" }],
    });
    expect(withWitness.others.map(({ name }) => name)).toEqual(["ApiKeys-eu-west-2"]);
  });

  test("is of another stack than a table in one region: that one stays as it is", () => {
    expect([stack.name, withWitness.stack.name]).toEqual([
      "ApiKeys-prod-eu-west-1",
      "ApiKeys-eu-west-1",
    ]);
  });

  test("has its key ring in the same regions", () => {
    expect(stack.only("AWS::SecretsManager::Secret").ReplicaRegions).toEqual([
      { Region: "eu-west-2" },
      { Region: "eu-west-3" },
    ]);
  });
});

describe("the stack of another region", () => {
  test("is there for each", () => {
    expect(others.map(({ name, region }) => [name, region])).toEqual([
      ["ApiKeys-prod-eu-west-2", "eu-west-2"],
      ["ApiKeys-prod-eu-west-3", "eu-west-3"],
    ]);
  });

  test("serves the same routes, and has no table, key ring, rotation or events of its own", () => {
    for (const { template, ofType } of others) {
      template.resourceCountIs("AWS::ApiGatewayV2::Route", 4);
      for (const type of [
        "AWS::DynamoDB::GlobalTable",
        "AWS::SecretsManager::Secret",
        "AWS::SecretsManager::RotationSchedule",
        "AWS::Pipes::Pipe",
      ]) {
        template.resourceCountIs(type, 0);
      }
      const names = ofType("AWS::Lambda::Function").map(([id]) => id.slice(0, -8));
      expect(names.sort()).toEqual(["Authorize", "Introspect", "Reset", "Revoke", "View"]);
    }
  });

  test("uses the table and the key ring by the names that the first stack gives them", () => {
    expect(stack.only("AWS::DynamoDB::GlobalTable").TableName).toBe("api-keys-prod");
    expect(stack.only("AWS::SecretsManager::Secret").Name).toBe("api-keys-prod/key-ring");
    for (const { only, allowed } of others) {
      const { Environment, Role } = only("AWS::Lambda::Function", "Reset");
      expect(Environment.Variables.TABLE_NAME).toBe("api-keys-prod");
      const account = { Ref: "AWS::AccountId" };
      expect(Environment.Variables.KEY_RING_SECRET_ARN["Fn::Join"][1].slice(-2)).toEqual([
        account,
        ":secret:api-keys-prod/key-ring",
      ]);
      const resources = allowed(Role).map((statement) =>
        JSON.stringify((statement as { Resource: unknown }).Resource),
      );
      expect(resources.at(-2)).toContain(":secret:api-keys-prod/key-ring-??????");
      expect(resources.at(-1)).toContain(":table/api-keys-prod");
    }
  });
});
