import { join } from "node:path";
import { bundle, createConfig, lint } from "@redocly/openapi-core";

/** Where the document is. */
export const DOCUMENT = join(import.meta.dirname, "../../openapi.yaml");

/** A JSON Schema, as far as it matters here. */
export interface Schema {
  readonly type?: string;
  readonly contentSchema?: Schema;
}

export interface Content {
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, { readonly required: boolean; schema: Schema }>>;
  readonly content?: Readonly<Record<string, Content>>;
}

export interface CodeSample {
  readonly lang: string;
  readonly source: string;
}

export interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
  readonly "x-codeSamples": readonly CodeSample[];
}

/** An operation, and the route that it is on. */
export interface RoutedOperation extends Operation {
  readonly method: string;
  readonly path: string;
}

interface Document {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

const config = await createConfig({ extends: ["recommended"] });

/** What Redocly's linter has to say of the document, by its recommended rules: errors and warnings. */
export async function lintDocument(): Promise<string[]> {
  const problems = await lint({ ref: DOCUMENT, config });
  return problems.map(({ ruleId, message, location }) =>
    [ruleId, message, location[0]?.pointer].join(" "),
  );
}

/** The document with everything in its place that it refers to. */
export async function readDocument() {
  const { bundle: bundled } = await bundle({ ref: DOCUMENT, config, dereference: true });
  const { info, paths } = bundled.parsed as Document;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method): RoutedOperation => {
      return { ...(item[method] as Operation), method: method.toUpperCase(), path };
    }),
  );
  return { version: info.version, operations };
}
