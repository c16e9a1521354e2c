import { describe, expect, test } from "@jest/globals";
import { SettingError } from "../../infra/setting.ts";
import { readSettings as readSettingsIn } from "../../infra/settings.ts";

const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/4c9d1b2e-0000";

const readSettings = (context: Record<string, unknown>, region = "eu-west-1") =>
  readSettingsIn(context, region);

test("without a setting, everything has a default, and what needs a choice is left out", () => {
  expect(readSettings({})).toEqual({
    stage: undefined,
    corsOrigins: ["*"],
    throttling: {
      view: { rate: 500, burst: 1000 },
      reset: { rate: 50, burst: 100 },
      revoke: { rate: 50, burst: 100 },
      introspect: { rate: 1000, burst: 2000 },
    },
    logRetentionDays: 90,
    alarmEmail: undefined,
    domain: undefined,
    openIdConnect: undefined,
    replicas: undefined,
  });
});

test("an empty setting is as good as none", () => {
  expect(readSettings({ stage: "", alarmEmail: "", throttling: null })).toEqual(readSettings({}));
});

test("a setting from cdk.json and the same one as text from -c are alike", () => {
  const fromJson = readSettings({
    corsOrigins: ["https://a.example", "https://b.example:8443"],
    throttling: { reset: { rate: 5 } },
    logRetentionDays: 30,
    tableReplicas: ["eu-west-2", "eu-west-3"],
  });
  const fromText = readSettings({
    corsOrigins: "https://a.example, https://b.example:8443",
    throttling: '{"reset":{"rate":"5"}}',
    logRetentionDays: "30",
    tableReplicas: "eu-west-2,eu-west-3",
  });
  expect(fromText).toEqual(fromJson);
  expect(fromJson).toMatchObject({
    throttling: { view: { rate: 500, burst: 1000 }, reset: { rate: 5, burst: 100 } },
    logRetentionDays: 30,
    replicas: { regions: ["eu-west-2", "eu-west-3"], witness: undefined },
  });
});

test("a domain is its name, its certificate and, where Route 53 has it, its zone", () => {
  const domain = { domainName: "keys.example.com", certificateArn };
  expect(readSettings(domain).domain).toEqual({
    name: "keys.example.com",
    certificateArn,
    hostedZoneId: undefined,
  });
  expect(readSettings({ ...domain, hostedZoneId: "Z0ABC" }).domain?.hostedZoneId).toBe("Z0ABC");
});

test("an issuer is its URL and the audience of its tokens for us", () => {
  const openIdConnect = { issuer: "https://login.example.com/", audience: "api-keys" };
  const { issuer: oidcIssuer, audience: oidcAudience } = openIdConnect;
  expect(readSettings({ oidcIssuer, oidcAudience }).openIdConnect).toEqual(openIdConnect);
});

test("two regions and a witness are three", () => {
  const replicas = { regions: ["us-east-2"], witness: "us-west-2" };
  const tableReplicas = "us-east-2";
  expect(readSettings({ tableReplicas, tableWitness: "us-west-2" }, "us-east-1").replicas).toEqual(
    replicas,
  );
});

test("what CDK itself keeps in the context is none of ours", () => {
  const context = { "@aws-cdk/core:x": true, "aws:cdk:y": 1, "hosted-zone:account=1": {} };
  expect(readSettings(context)).toEqual(readSettings({}));
});

describe("a setting that can't be used is named in one sentence", () => {
  test.each([
    [
      { corsOrigin: "*" },
      /^There is no setting "corsOrigin"\. There are stage, corsOrigins, .+\.$/,
    ],
    [{ alarm_email: "me@example.com" }, /^There is no setting "alarm_email"\./],
    [{ "alarm-email": "me@example.com" }, /^There is no setting "alarm-email"\./],
    [{ stage2: "x" }, /^There is no setting "stage2"\./],
    [{ stage: "Prod" }, /^The setting "stage" must be up to 32 of .+, not "Prod"\.$/],
    [{ stage: 1 }, /"stage"/],
    [{ corsOrigins: "https://a.example/" }, /"corsOrigins" must be origins .+ without a path/],
    [{ corsOrigins: "https://a..b:99999" }, /"corsOrigins"/],
    [{ corsOrigins: "https://*.example.com" }, /"corsOrigins"/],
    [{ corsOrigins: [] }, /"corsOrigins"/],
    [{ corsOrigins: ["https://a.example", 1] }, /"corsOrigins"/],
    [{ throttling: "fast" }, /"throttling" must be an object .+, not "fast"/],
    [{ throttling: [] }, /"throttling"/],
    [{ throttling: { look: {} } }, /"throttling" .+ no other members than view, reset/],
    [{ throttling: { view: { rates: 1 } } }, /"throttling.view" .+ than rate, burst/],
    [
      { throttling: { view: { rate: 0 } } },
      /"throttling.view.rate" .+ from 1 to 1000000, not 0\.$/,
    ],
    [{ throttling: { view: { burst: 1.5 } } }, /"throttling.view.burst"/],
    [{ throttling: { view: { burst: 9e15 } } }, /"throttling.view.burst"/],
    [{ logRetentionDays: 31 }, /"logRetentionDays" must be one of 1, 3, 5, .+ not 31\.$/],
    [{ logRetentionDays: "forever" }, /"logRetentionDays" must be a whole number/],
    [{ logRetentionDays: 9999 }, /"logRetentionDays"/],
    [{ alarmEmail: "me" }, /"alarmEmail" must be an e-mail address, not "me"/],
    [{ domainName: "https://keys.example.com", certificateArn }, /"domainName"/],
    [{ domainName: "keys.example.com" }, /"certificateArn" must be given too, as domainName is\.$/],
    [{ certificateArn }, /"domainName" must be given/],
    [{ hostedZoneId: "Z0ABC" }, /"domainName" must be given/],
    [{ domainName: "keys.example.com", certificateArn: "arn:aws:iam::1:x" }, /"certificateArn"/],
    [
      {
        domainName: "keys.example.com",
        certificateArn: certificateArn.replace("eu-west-1", "us-east-1"),
      },
      /"certificateArn" must be .+ in the region of the stack, eu-west-1, not "arn:aws:acm:us-east-1/,
    ],
    [{ domainName: `${"a".repeat(64)}.example.com`, certificateArn }, /"domainName"/],
    [{ domainName: "k.example.com", certificateArn, hostedZoneId: "/zone/Z" }, /"hostedZoneId"/],
    [
      { oidcIssuer: "https://login.example.com" },
      /"oidcAudience" must be given too, as oidcIssuer is/,
    ],
    [{ oidcAudience: "x" }, /"oidcIssuer" must be given too, as oidcAudience is/],
    [{ oidcIssuer: "http://login.example.com", oidcAudience: "x" }, /"oidcIssuer" .+ https URL/],
    [{ oidcIssuer: "https://login.example.com?x", oidcAudience: "x" }, /"oidcIssuer"/],
    [{ oidcIssuer: "http://localhost:9000", oidcAudience: "x" }, /"oidcIssuer"/],
    [{ oidcIssuer: "https:///x", oidcAudience: "x" }, /"oidcIssuer"/],
    [{ oidcIssuer: "https://login.example.com", oidcAudience: " " }, /"oidcAudience"/],
    [{ tableReplicas: "Ireland" }, /"tableReplicas" must be names of AWS regions/],
  ])("%j", (context, sentence) => {
    expect(() => readSettings(context)).toThrow(SettingError);
    expect(() => readSettings(context)).toThrow(sentence);
  });
});

describe("a table that would be only eventually consistent is refused, with the reason", () => {
  test.each([
    [{ tableReplicas: "eu-west-2" }],
    [{ tableReplicas: "eu-west-2,eu-west-3,eu-central-1" }],
    [{ tableReplicas: "eu-west-2,eu-west-3", tableWitness: "eu-central-1" }],
    [{ tableWitness: "eu-west-2" }],
  ])("%j", (context) => {
    expect(() => readSettings(context)).toThrow(
      /a key revoked in one region would go on working in another\.$/,
    );
  });
});

describe("regions that DynamoDB does not make such a table of are refused, naming those that it does", () => {
  test.each([
    [{ tableReplicas: "eu-west-2,eu-west-2" }],
    [{ tableReplicas: "eu-west-2", tableWitness: "eu-west-2" }],
    [{ tableReplicas: "eu-west-1,eu-west-2" }],
    [{ tableReplicas: "eu-west-2", tableWitness: "eu-west-1" }],
    [{ tableReplicas: "eu-west-2,us-east-1" }],
    [{ tableReplicas: "eu-west-2", tableWitness: "us-gov-west-1" }],
  ])("%j", (context) => {
    expect(() => readSettings(context)).toThrow(
      /the stack's own region, eu-west-1, are three of one of these: us-east-1, .+; eu-west-1, /,
    );
  });

  test("so is a stack of its own in another part of the world", () => {
    const context = { tableReplicas: "eu-west-2,eu-west-3" };
    expect(() => readSettings(context, "sa-east-1")).toThrow("own region, sa-east-1, are three");
  });
});

test("an origin may be any, or any of a scheme, as API Gateway has it", () => {
  const corsOrigins = ["https://*", "http://localhost:5173"];
  expect(readSettings({ corsOrigins }).corsOrigins).toEqual(corsOrigins);
});
