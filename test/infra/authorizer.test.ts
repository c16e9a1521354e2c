import { expect, test } from "@jest/globals";
import { App, Duration, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpUrlIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Function as Lambda } from "aws-cdk-lib/aws-lambda";

/** Keep in step with the README. */
test("another stack's HTTP API uses the authorizer in the README's six lines, and caches nothing", () => {
  const authorizerArn = "arn:aws:lambda:eu-central-1:000000000000:function:Authorize";
  const stack = new Stack(new App(), "Other");
  const api = new HttpApi(stack, "Api");
  const integration = new HttpUrlIntegration("Things", "https://things.example");

  const authorizer = new HttpLambdaAuthorizer(
    "ApiKeys",
    Lambda.fromFunctionArn(stack, "Authorize", authorizerArn),
    { responseTypes: [HttpLambdaResponseType.SIMPLE], resultsCacheTtl: Duration.seconds(0) },
  );
  api.addRoutes({ path: "/things", integration, authorizer });

  const template = Template.fromStack(stack);
  template.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
    AuthorizerPayloadFormatVersion: "2.0",
    AuthorizerResultTtlInSeconds: 0,
    AuthorizerType: "REQUEST",
    EnableSimpleResponses: true,
    IdentitySource: ["$request.header.Authorization"],
  });
  const authorizers = Object.values(template.findResources("AWS::ApiGatewayV2::Authorizer"));
  expect(JSON.stringify(authorizers)).toContain(authorizerArn);
});
