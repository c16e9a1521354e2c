import { describe, expect, test } from "@jest/globals";
import { Match } from "aws-cdk-lib/assertions";
import { synthesizeStacks } from "../support/stack.ts";

const { stack } = await synthesizeStacks();
const { template, only, ofType } = stack;
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/4c9d1b2e-0000";

describe("the routes", () => {
  test.each([
    ["GET", "/api/v1/users/{user_id}/api_key", "View"],
    ["POST", "/api/v1/users/{user_id}/api_key", "Reset"],
    ["DELETE", "/api/v1/users/{user_id}/api_key", "Revoke"],
    ["POST", "/api/v1/introspect", "Introspect"],
  ])("%s %s runs %s on events of payload format 2.0", (method, path, name) => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Route", {
      RouteKey: `${method} ${path}`,
      Target: {
        "Fn::Join": [
          "",
          ["integrations/", { Ref: Match.stringLikeRegexp(`${method}.*${name}Integration`) }],
        ],
      },
    });
    template.hasResourceProperties("AWS::ApiGatewayV2::Integration", {
      IntegrationUri: { "Fn::GetAtt": [only("AWS::Lambda::Function", name).id, "Arn"] },
      PayloadFormatVersion: "2.0",
    });
  });

  test("are these four, and nothing else is public", () => {
    template.resourceCountIs("AWS::ApiGatewayV2::Route", 4);
    template.resourceCountIs("AWS::ApiGatewayV2::Api", 1);
  });

  test("answer browsers of any origin, and show them the challenge", () => {
    expect(only("AWS::ApiGatewayV2::Api").CorsConfiguration).toEqual({
      AllowOrigins: ["*"],
      AllowMethods: ["GET", "POST", "DELETE"],
      AllowHeaders: ["authorization", "content-type", "idempotency-key"],
      ExposeHeaders: ["apigw-requestid", "retry-after", "www-authenticate"],
      MaxAge: 3600,
    });
  });

  test("answer browsers of the origins that are set, and no others", async () => {
    const { stack } = await synthesizeStacks({ corsOrigins: "https://app.example.com" });
    const { CorsConfiguration } = stack.only("AWS::ApiGatewayV2::Api");
    expect(CorsConfiguration.AllowOrigins).toEqual(["https://app.example.com"]);
  });
});

describe("each route has its limit", () => {
  test("by default, in the words of API Gateway", () => {
    const limit = (rate: number, burst: number) => ({
      ThrottlingRateLimit: rate,
      ThrottlingBurstLimit: burst,
    });
    expect(only("AWS::ApiGatewayV2::Stage").RouteSettings).toEqual({
      "GET /api/v1/users/{user_id}/api_key": limit(500, 1000),
      "POST /api/v1/users/{user_id}/api_key": limit(50, 100),
      "DELETE /api/v1/users/{user_id}/api_key": limit(50, 100),
      "POST /api/v1/introspect": limit(1000, 2000),
    });
  });

  test("as it is set", async () => {
    const { stack } = await synthesizeStacks({ throttling: { reset: { rate: 5, burst: 7 } } });
    const { RouteSettings } = stack.only("AWS::ApiGatewayV2::Stage");
    expect(RouteSettings["POST /api/v1/users/{user_id}/api_key"]).toEqual({
      ThrottlingRateLimit: 5,
      ThrottlingBurstLimit: 7,
    });
  });

  test("which the stage gets once the routes are there", () => {
    const [stage] = Object.values(template.findResources("AWS::ApiGatewayV2::Stage"));
    const routes = ofType("AWS::ApiGatewayV2::Route").map(([id]) => id);
    expect(stage?.DependsOn).toEqual(expect.arrayContaining(routes));
  });
});

test("the access log is JSON, and has nothing that a caller wrote", () => {
  const { AccessLogSettings } = only("AWS::ApiGatewayV2::Stage");
  expect(AccessLogSettings.DestinationArn).toEqual({
    "Fn::GetAtt": [only("AWS::Logs::LogGroup", "AccessLog").id, "Arn"],
  });
  expect(JSON.parse(AccessLogSettings.Format)).toEqual({
    requestId: "$context.requestId",
    lambdaRequestId: "$context.awsEndpointRequestId",
    time: "$context.requestTime",
    ip: "$context.identity.sourceIp",
    route: "$context.routeKey",
    status: "$context.status",
    ms: "$context.responseLatency",
    lambdaMs: "$context.integrationLatency",
    error: "$context.error.message",
    lambdaError: "$context.integrationErrorMessage",
  });
});

describe("a domain", () => {
  const settings = { domainName: "keys.example.com", certificateArn };

  test("is claimed with its certificate and mapped to the API, and is in the URL", async () => {
    const { stack } = await synthesizeStacks(settings);
    const { id, ...domain } = stack.only("AWS::ApiGatewayV2::DomainName");
    expect(domain).toEqual({
      DomainName: "keys.example.com",
      DomainNameConfigurations: [{ CertificateArn: certificateArn, EndpointType: "REGIONAL" }],
    });
    expect(stack.only("AWS::ApiGatewayV2::ApiMapping")).toMatchObject({
      ApiId: { Ref: stack.only("AWS::ApiGatewayV2::Api").id },
      DomainName: { Ref: id },
      Stage: "$default",
    });
    expect(stack.template.findOutputs("Url").Url?.Value).toBe("https://keys.example.com/api/v1");
    stack.template.resourceCountIs("AWS::Route53::RecordSet", 0);
    expect(stack.template.findOutputs("DomainTarget").DomainTarget?.Value).toEqual({
      "Fn::GetAtt": [id, "RegionalDomainName"], // what the operator's own CNAME points at
    });
  });

  test("gets its record where the zone is given", async () => {
    const { stack } = await synthesizeStacks({ ...settings, hostedZoneId: "Z0ABC" });
    const domain = stack.only("AWS::ApiGatewayV2::DomainName").id;
    expect(stack.only("AWS::Route53::RecordSet")).toMatchObject({
      Name: "keys.example.com.",
      Type: "A",
      HostedZoneId: "Z0ABC",
      AliasTarget: { DNSName: { "Fn::GetAtt": [domain, "RegionalDomainName"] } },
    });
  });
});
