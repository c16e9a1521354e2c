import { describe, expect, test } from "@jest/globals";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { addStacks } from "../../infra/stacks.ts";
import { newFolder } from "../support/command.ts";

const everySetting = {
  stage: "test",
  alarmEmail: "operator@example.com",
  domainName: "keys.example.com",
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/4c9d1b2e-0000",
  hostedZoneId: "Z0ABC",
  oidcIssuer: "https://login.example.com",
  oidcAudience: "api-keys",
};

describe.each([
  ["a bare deployment", {}],
  ["a deployment with every setting", everySetting],
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
    expect(acknowledged).toEqual([
      {
        "AwsSolutions::AwsSolutions-APIG4": expect.stringContaining("test/security"),
      },
    ]);
  });

  test("is checked: a secret that nobody rotates would be found", async () => {
    const { app, stack } = await checked();
    stack.node.tryRemoveChild("RotationSchedule");
    expect(() => app.synth()).toThrow("AwsSolutions-SMG4");
  });
});
