import { basename, dirname, extname } from "node:path";
import type { Deployment, FunctionDefinition } from "../template.ts";

/** `Architectures` of a function that runs on this machine without emulation. */
const hostArchitecture = process.arch === "arm64" ? "arm64" : "x86_64";

/**
 * Writes what `sam local` needs of the synthesized stack as a template of its own: the functions by their short
 * names, with the values that they have on the laptop, and the routes. Roles, alarms and the like stay behind.
 *
 * @param variables gives a function's environment variables
 */
export function samTemplate(
  { functions, routes, cors }: Omit<Deployment, "table">,
  variables: (definition: FunctionDefinition) => Record<string, string>,
) {
  const routesTo = ({ name }: FunctionDefinition) =>
    routes.filter((route) => route.function.name === name);
  const lambda = (definition: FunctionDefinition) => {
    const { file, handler, runtime, timeoutMs, memoryMb } = definition;
    const events = routesTo(definition).map(({ method, path }, index) => {
      const Properties = { ApiId: { Ref: "Api" }, Method: method, Path: path };
      return [`Route${index + 1}`, { Type: "HttpApi", Properties }] as const;
    });
    return {
      Type: "AWS::Serverless::Function",
      Properties: {
        CodeUri: dirname(file),
        Handler: `${basename(file, extname(file))}.${handler}`,
        Runtime: runtime,
        Architectures: [hostArchitecture],
        Timeout: timeoutMs / 1000,
        MemorySize: memoryMb,
        LoggingConfig: { LogFormat: "JSON" },
        Environment: { Variables: variables(definition) },
        Events: Object.fromEntries(events),
      },
    };
  };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Resources: {
      Api: {
        Type: "AWS::Serverless::HttpApi",
        Properties: { ...(cors && { CorsConfiguration: cors }) },
      },
      ...Object.fromEntries(
        functions.map((definition) => [definition.name, lambda(definition)] as const),
      ),
    },
  };
}
