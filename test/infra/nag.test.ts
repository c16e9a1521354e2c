import { describe, expect, test } from "@jest/globals";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { addStacks } from "../../infra/stacks.ts";
import { newFolder } from "../support/command.ts";

const everySetting = {
  stage: "test",
  corsOrigins: "https://app.example.com",
  throttling: { reset: { rate: 1 } },
  logRetentionDays: 365,
  alarmEmail: "operator@example.com",
  domainName: "keys.example.com",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/4c9d1b2e-0000",
  hostedZoneId: "Z0ABC",
  oidcIssuer: "https://login.example.com",
  oidcAudience: "api-keys",
};

const inThreeRegions = { tableReplicas: "us-east-2,us-west-2" };

describe.each([
  ["a bare deployment", {}],
  ["a deployment with every setting", everySetting],
  ["a deployment in three regions", inThreeRegions],
])("%s", (_what, context) => {
  const checked = async () => {
    const app = new App({ outdir: newFolder(), context });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    return { app, stack: await addStacks(app) };
  };

  test("has nothing for cdk-nag's AwsSolutions pack to find", async () => {
    const { app } = await checked();
    expect(() => app.synth()).not.toThrow();
  });

  test("acknowledges one rule, and says why and which test proves it", async () => {
    const { app } = await checked();
    const acknowledged = app.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .map(({ data }) => data);
    const rule = { "AwsSolutions::AwsSolutions-APIG4": expect.stringContaining("test/security") };
    expect(acknowledged).toEqual(app.node.children.map(() => rule)); // one API in each stack
  });

  test("is checked: a secret that nobody rotates would be found", async () => {
    const { app, stack } = await checked();
    stack.node.tryRemoveChild("RotationSchedule");
    expect(() => app.synth()).toThrow("AwsSolutions-SMG4");
  });
});
