import { describe, expect, test } from "@jest/globals";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { startService } from "../support/service.ts";
import { contradictions, violations } from "./contradictions.ts";
import { type RoutedOperation, readDocument } from "./document.ts";
import { callGateway } from "./gateway-calls.ts";
import { serviceCalls } from "./service-calls.ts";

const database = await startFaultyDatabase();
const calls = serviceCalls(await startService(), database);
const { operations } = await readDocument();

const JSON_TYPE = "application/json";
const TEXT = "text/plain";

const ofService = operations.flatMap((operation) =>
  Object.entries(calls[operation.operationId] ?? {}).map(([name, call]) => {
    return { operation, id: operation.operationId, name, call };
  }),
);
const ofGateway = operations.flatMap((operation) =>
  documentedAnswers(operation)
    .filter((name) => name.includes(" gateway"))
    .map((name) => ({ operation, id: operation.operationId, name })),
);
const isOnlyInAws = ({ name }: { name: string }) => name.startsWith("429 ");
const ofLocalGateway = ofGateway.filter((answer) => !isOnlyInAws(answer));

test.each(operations)("$operationId has these answers, and no others", (operation) => {
  const given = [...ofService, ...ofGateway].filter(({ id }) => id === operation.operationId);
  expect(given.map(({ name }) => name).sort()).toEqual(documentedAnswers(operation).sort());
});

describe.each(ofService)("$id: $name", ({ operation, name, call }) => {
  const { status, example, response } = documented(operation, name);

  test("is as the document has it", async () => {
    const answer = await call({});
    expect(answer.status).toBe(status);
    expect(contradictions(operation, answer)).toEqual([]);
    if (example !== undefined) expectLike(JSON.parse(answer.text), example);
  });

  test("as plain text too, where the document says so", async () => {
    const answer = await call({ accept: TEXT });
    expect(answer.status).toBe(status);
    expect(contradictions(operation, answer)).toEqual([]);
    const expected = response?.content && (TEXT in response.content ? TEXT : JSON_TYPE);
    expect(answer.headers["Content-Type"]).toBe(expected);
  });
});

describe("the gateway itself", () => {
  test.each(ofLocalGateway)("$id: $name is as the document has it", async ({ operation, name }) => {
    const { status, example } = documented(operation, name);
    const answer = await callGateway(operation, name);
    expect(answer.status).toBe(status);
    expect(contradictions(operation, answer)).toEqual([]);
    expect(JSON.parse(answer.text)).toEqual(example);
  });

  test.each(operations)("429 on $operationId, which the laptop never says", (operation) => {
    const { example } = documented(operation, "429 gatewayTooMany");
    expect(example).toEqual({ message: "Too Many Requests" });
  });
});

test.each(operations)("$operationId: every example is one of its schema", (operation) => {
  const contents = [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
    Object.values(part?.content ?? {}),
  );
  for (const { schema, examples = {} } of contents) {
    for (const { value } of Object.values(examples)) expect(violations(schema, value)).toEqual([]);
  }
});

/** The status and the name of every example of an operation; the status alone where there is no body. */
function documentedAnswers({ responses }: RoutedOperation): string[] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    content === undefined
      ? [status]
      : Object.keys(content[JSON_TYPE]?.examples ?? {}).map((example) => `${status} ${example}`),
  );
}

function documented({ responses }: RoutedOperation, name: string) {
  const [status = "", example = ""] = name.split(" ");
  const response = responses[status];
  const examples = response?.content?.[JSON_TYPE]?.examples;
  return { status: Number(status), response, example: examples?.[example]?.value };
}

/** An error is the example itself. A success has its members and its sentence, with values of its own. */
function expectLike(body: Record<string, unknown>, example: unknown): void {
  const isSuccess = body.status === "success" || "active" in body;
  expect(isSuccess ? outline(body) : body).toEqual(isSuccess ? outline(example) : example);
}

function outline(value: unknown): unknown {
  const { data, message, active, role, ...others } = value as Record<string, unknown>;
  return { message, active, role, members: [Object.keys(data ?? {}), Object.keys(others).sort()] };
}
