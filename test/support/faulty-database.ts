import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll } from "@jest/globals";
import { patience } from "../../lib/connect.ts";
import { close, listen } from "./http.ts";

/** What happens to one request on its way to the database. */
export type Fault =
  | { kind: "answer lost"; meanwhile?: () => Promise<unknown> }
  | { kind: "no answer" }
  | { kind: "half an answer" }
  | { kind: "error"; status: number; type: string };

type Operation = "GetItem" | "PutItem";

/** What DynamoDB says when it is at fault. */
export const serverError: Fault = { kind: "error", status: 500, type: "InternalServerError" };

/**
 * Stands between the SDK and the real database, and breaks the requests that it is told to break. From then on
 * AWS_ENDPOINT_URL_DYNAMODB names it, for what is started later; it is closed after the file's tests.
 */
export async function startFaultyDatabase() {
  const target = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
  const faults = new Map<string, Fault[]>();
  const requests: { operation: string; input: Record<string, unknown> }[] = [];
  const { server, url } = await listen(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const body = await buffer(request);
    requests.push({ operation, input: JSON.parse(body.toString()) });
    const fault = faults.get(operation)?.shift();
    if (fault) await breakRequest(fault, () => send(target, request, body), response);
    else forward(await send(target, request, body), response);
  });
  process.env.AWS_ENDPOINT_URL_DYNAMODB = url;
  afterAll(() => close(server));
  const next = (operation: Operation, ...list: Fault[]) => {
    faults.set(operation, list);
  };
  return {
    url,
    /** Every request so far. */
    requests,
    /** Breaks the next requests of an operation, one fault each. */
    next,
    /** Breaks as many requests of an operation as the SDK makes of one call. */
    nextCall: (operation: Operation, fault: Fault = serverError) =>
      next(operation, ...Array<Fault>(patience.maxAttempts).fill(fault)),
  };
}

async function breakRequest(
  fault: Fault,
  apply: () => Promise<DatabaseAnswer>,
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case "answer lost":
      await apply();
      await fault.meanwhile?.();
      response.destroy();
      return;
    case "no answer":
      return;
    case "half an answer":
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).write('{"Item":{');
      return;
    case "error":
      response
        .writeHead(fault.status, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${fault.type}` }));
  }
}

interface DatabaseAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

async function send(
  target: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<DatabaseAnswer> {
  const { host, connection, "content-length": _length, ...headers } = request.headers;
  const answer = await fetch(target, {
    method: "POST",
    headers: headers as Record<string, string>,
    body: new Uint8Array(body),
  });
  const kept = ["content-type", "x-amz-crc32"].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(kept),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

function forward({ status, headers, body }: DatabaseAnswer, response: ServerResponse): void {
  response.writeHead(status, headers).end(body);
}
