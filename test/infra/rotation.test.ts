import { expect, test } from "@jest/globals";
import { synthesizeStacks } from "../support/stack.ts";

const { stack } = await synthesizeStacks();
const [[, schedule] = ["", undefined]] = Object.entries(
  stack.template.findResources("AWS::SecretsManager::RotationSchedule"),
);

test("Secrets Manager has Rotate make a new signing key every three months", () => {
  expect(schedule?.Properties).toEqual({
    SecretId: { Ref: stack.only("AWS::SecretsManager::Secret").id },
    RotationLambdaARN: { "Fn::GetAtt": [stack.only("AWS::Lambda::Function", "Rotate").id, "Arn"] },
    RotationRules: { AutomaticallyAfterDays: 90 },
  });
});

test("the schedule comes after the permission to invoke, as it is used at once", () => {
  const permissions = stack
    .ofType("AWS::Lambda::Permission")
    .filter(([, { Properties }]) => Properties.Principal === "secretsmanager.amazonaws.com")
    .map(([id]) => id);
  expect(permissions).toHaveLength(1);
  expect(schedule?.DependsOn).toEqual(expect.arrayContaining(permissions));
});
