import { existsSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { synthesize } from "../../../infra/local/synthesize.ts";
import { readTemplate, type Template } from "../../../infra/local/template.ts";
import { newFolder } from "../../support/command.ts";

const { functions, routes, cors, table } = await synthesize(newFolder());

describe("the synthesized stack, as the laptop reads it", () => {
  const path = "/api/v1/users/{user_id}/api_key";

  test("has the routes, each with the function that serves it", () => {
    expect(routes.map((route) => [route.method, route.path, route.function.name])).toEqual([
      ["GET", path, "View"],
      ["POST", path, "Reset"],
      ["DELETE", path, "Revoke"],
      ["POST", "/api/v1/introspect", "Introspect"],
    ]);
  });

  test("has the functions, each with a bundle that is there", () => {
    expect(functions.map(({ name, file }) => [name, existsSync(file)])).toEqual([
      ["Rotate", true],
      ["View", true],
      ["Reset", true],
      ["Revoke", true],
      ["Introspect", true],
      ["Authorize", true],
    ]);
  });

  test("has the functions' limits and variables", () => {
    expect(routes[0]?.function).toMatchObject({
      handler: "handler",
      timeoutMs: 10_000,
      memoryMb: 1024,
      environment: {
        TABLE_NAME: { ref: expect.stringMatching(/^ApiKeys/) },
        KEY_RING_SECRET_ARN: { ref: expect.stringMatching(/^KeyRing/) },
      },
    });
  });

  test("has CORS and the table", () => {
    expect(cors).toMatchObject({ AllowOrigins: ["*"], MaxAge: 3600 });
    expect(table).toEqual({
      AttributeDefinitions: [{ AttributeName: "user_id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "user_id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    });
  });
});

describe("what the laptop can't serve as AWS would is an error, not a gap", () => {
  const resources = {
    Api: { Type: "AWS::ApiGatewayV2::Api", Properties: {} },
    Table: { Type: "AWS::DynamoDB::GlobalTable", Properties: {} },
  };
  const read = (more: object) =>
    readTemplate({ Resources: { ...resources, ...more } } as Template, "");

  test.each([["ANY /things"], ["$default"], ["GET /things/{proxy+}"], ["GET /things"]])(
    "a route %s without a function to run",
    (RouteKey) => {
      const Route = { Type: "AWS::ApiGatewayV2::Route", Properties: { RouteKey } };
      expect(() => read({ Route })).toThrow(`The route Route can't be served here: ${RouteKey}`);
    },
  );

  test("a variable that only AWS can tell", () => {
    const Variables = { BUCKET: { "Fn::GetAtt": ["Bucket", "Arn"] } };
    const Properties = { Handler: "index.handler", Environment: { Variables } };
    const Metadata = { "aws:asset:path": "asset.1" };
    const Lambda = { Type: "AWS::Lambda::Function", Properties, Metadata };
    expect(() => read({ Lambda })).toThrow("only AWS can tell: BUCKET");
  });

  test("a second table", () => {
    expect(() => read({ Second: resources.Table })).toThrow(
      "The stack must have one AWS::DynamoDB::GlobalTable.",
    );
  });
});
