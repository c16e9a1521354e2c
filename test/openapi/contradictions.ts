import { Ajv2020 } from "ajv/dist/2020.js";
import type { DocumentedResponse, Operation, Schema } from "./document.ts";

/** An answer as a client gets it, of whatever made it. */
export interface ClientAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const ajv = new Ajv2020({ allErrors: true });

/** Everything in an answer that the document does not have, and what the document promises that it lacks. */
export function contradictions(operation: Operation, answer: ClientAnswer): string[] {
  const documented = operation.responses[answer.status];
  if (!documented) return [`the status ${answer.status} is not documented`];
  const { "content-type": type, ...headers } = lowerCase(answer.headers);
  return [...inHeaders(documented, headers), ...inBody(documented, type, answer.text)];
}

/** What a JSON Schema has against a value. */
export function violations(schema: Schema, value: unknown): string[] {
  const validate = ajv.compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What is wrong with a body that is documented as JSON, or as text that is JSON. */
function inText(schema: Schema, text: string): string[] {
  const value = JSON.parse(text);
  if (schema.type !== "string") return violations(schema, value);
  if (!schema.contentSchema) return ["the text is documented as any text"];
  return violations(schema.contentSchema, value);
}

function inBody({ content }: DocumentedResponse, type: unknown, text: string): string[] {
  if (content === undefined) {
    return type === undefined && text === "" ? [] : ["a body is not documented"];
  }
  const documented = content[String(type)];
  return documented ? inText(documented.schema, text) : [`${type} is not documented`];
}

function inHeaders(
  { headers = {} }: DocumentedResponse,
  sent: Readonly<Record<string, unknown>>,
): string[] {
  const documented = lowerCase(headers);
  const missing = Object.entries(documented)
    .filter(([name, { required }]) => required && !(name in sent))
    .map(([name]) => `${name} is missing`);
  const wrong = Object.entries(sent).flatMap(([name, value]) => {
    const schema = documented[name]?.schema;
    if (!schema) return [`${name} is not documented`];
    return violations(schema, schema.type === "integer" ? Number(value) : value).map(
      (violation) => `${name}${violation}`,
    );
  });
  return [...missing, ...wrong];
}

function lowerCase<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
