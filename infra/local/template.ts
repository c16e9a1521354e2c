import { join } from "node:path";

/** What the laptop needs of the synthesized stack. */
export interface Deployment {
  readonly functions: readonly FunctionDefinition[];
  readonly routes: readonly Route[];
  readonly cors: Cors | undefined;
  readonly table: TableDefinition;
}

export interface Route {
  readonly method: string;
  /** Such as `/api/v1/users/{user_id}/api_key`. */
  readonly path: string;
  readonly function: FunctionDefinition;
}

export interface FunctionDefinition {
  /** Its name in the stack. */
  readonly name: string;
  /** The bundle's file. */
  readonly file: string;
  /** The name that the bundle exports the handler under. */
  readonly handler: string;
  /** Such as `nodejs24.x`. */
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Environment variables: text, or the logical id of the resource that the value refers to. */
  readonly environment: Readonly<Record<string, string | { readonly ref: string }>>;
}

/** `CorsConfiguration` of an `AWS::ApiGatewayV2::Api`. */
export interface Cors {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAge?: number;
}

/** The part of `AWS::DynamoDB::GlobalTable` that CreateTable takes as it is. */
export interface TableDefinition {
  readonly AttributeDefinitions: { AttributeName: string; AttributeType: "S" | "N" | "B" }[];
  readonly KeySchema: { AttributeName: string; KeyType: "HASH" | "RANGE" }[];
  readonly BillingMode: "PAY_PER_REQUEST";
}

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template has no type of its own
  readonly Properties: any;
  readonly Metadata?: Record<string, string>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/**
 * Reads routes, functions, CORS and the table from a template.
 *
 * @throws Error naming the resource that the laptop can't serve as AWS would
 */
export function readTemplate(template: Template, directory: string): Deployment {
  const resources = Object.entries(template.Resources);
  const ofType = (type: string) => resources.filter(([, resource]) => resource.Type === type);
  const only = (type: string): Resource => {
    const [found, ...others] = ofType(type);
    if (!found || others.length > 0) throw new Error(`The stack must have one ${type}.`);
    return found[1];
  };
  const functions = new Map(
    ofType("AWS::Lambda::Function").map(([id, resource]) => [
      id,
      readFunction(id, resource, directory),
    ]),
  );

  const routes = ofType("AWS::ApiGatewayV2::Route").map(([id, { Properties }]): Route => {
    const [, method, path] = /^([A-Z]+) (\/[^+]*)$/.exec(Properties.RouteKey) ?? [];
    const integrationId = Properties.Target?.["Fn::Join"]?.[1]?.[1]?.Ref;
    const integration = template.Resources[integrationId]?.Properties;
    const target = functions.get(integration?.IntegrationUri?.["Fn::GetAtt"]?.[0]);
    if (!method || method === "ANY" || !path || !target) {
      throw new Error(`The route ${id} can't be served here: ${Properties.RouteKey}`);
    }
    return { method, path, function: target };
  });

  const { AttributeDefinitions, KeySchema, BillingMode } = only(
    "AWS::DynamoDB::GlobalTable",
  ).Properties;
  return {
    functions: [...functions.values()],
    routes,
    cors: only("AWS::ApiGatewayV2::Api").Properties.CorsConfiguration,
    table: { AttributeDefinitions, KeySchema, BillingMode },
  };
}

function readFunction(id: string, resource: Resource, directory: string): FunctionDefinition {
  const { Handler, Runtime, Timeout, MemorySize, Environment } = resource.Properties;
  const [module, handler] = String(Handler).split(".");
  const asset = resource.Metadata?.["aws:asset:path"];
  if (!module || !handler || !asset) throw new Error(`The function ${id} has no bundle.`);
  const environment = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => {
    const ref = (value as { Ref?: string }).Ref;
    if (typeof value === "string") return [name, value] as const;
    if (ref) return [name, { ref }] as const;
    throw new Error(
      `The function ${id} has an environment variable that only AWS can tell: ${name}`,
    );
  });
  return {
    name: id.replace(/[0-9A-F]{8}$/, ""), // the rest of the logical id is a hash
    file: join(directory, asset, `${module}.mjs`),
    handler,
    runtime: Runtime,
    timeoutMs: Timeout * 1000,
    memoryMb: MemorySize,
    environment: Object.fromEntries(environment),
  };
}
