import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { samTemplate } from "../../../../infra/local/sam/template.ts";
import { synthesize } from "../../../../infra/local/synthesize.ts";
import { newFolder } from "../../../support/command.ts";

const deployment = await synthesize(newFolder());
const { Transform, Resources } = samTemplate(deployment, ({ name }) => ({ NAME: name }));
const { Api, ...others } = Resources;
const functions = others as Record<string, SamFunction>;

interface SamFunction {
  Properties: { CodeUri: string; Events: Record<string, { Type: string; Properties: object }> };
}

describe("the template for sam", () => {
  test("is one that the SAM CLI reads", () => {
    expect(Transform).toBe("AWS::Serverless-2016-10-31");
  });

  test("has every function of the stack, by its short name", () => {
    expect(Object.keys(functions)).toEqual(deployment.functions.map(({ name }) => name));
    expect(Object.keys(functions)).toContain("Authorize"); // which has no route
  });

  test.each(Object.entries(functions))("has %s with its bundle and its limits", (name, lambda) => {
    expect(lambda).toMatchObject({
      Type: "AWS::Serverless::Function",
      Properties: {
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Architectures: [process.arch === "arm64" ? "arm64" : "x86_64"],
        Timeout: name === "Rotate" ? 30 : 10,
        MemorySize: 1024,
        Environment: { Variables: { NAME: name } },
      },
    });
    expect(existsSync(join(lambda.Properties.CodeUri, "index.mjs"))).toBe(true);
  });

  test("has the routes of the stack, each at its function", () => {
    const all = Object.entries(functions).flatMap(([name, lambda]) => {
      return Object.values(lambda.Properties.Events).map(({ Type, Properties }) => [
        name,
        Type,
        Properties,
      ]);
    });
    const expected = deployment.routes.map(({ method, path, function: { name } }) => [
      name,
      "HttpApi",
      { ApiId: { Ref: "Api" }, Method: method, Path: path },
    ]);
    expect(all).toEqual(expected);
    expect(all.length).toBeGreaterThan(3);
  });

  test("lets sam answer CORS itself", () => {
    expect(Api).toEqual({
      Type: "AWS::Serverless::HttpApi",
      Properties: { CorsConfiguration: deployment.cors },
    });
  });
});
