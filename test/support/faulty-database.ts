import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { listen } from "./http.ts";

/** What happens to one request on its way to the database. */
export type Fault =
  | { kind: "answer lost"; meanwhile?: () => Promise<unknown> }
  | { kind: "no answer" }
  | { kind: "half an answer" }
  | { kind: "error"; status: number; type: string };

/** Stands between the SDK and the real database, and breaks the requests that it is told to break. */
export async function startFaultyDatabase(target: string) {
  const faults = new Map<string, Fault[]>();
  const { server, url } = await listen(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const fault = faults.get(operation)?.shift();
    if (fault) await breakRequest(fault, target, request, response);
    else await forward(target, request, response);
  });
  return {
    server,
    url,
    /** Breaks the next requests of an operation, one fault each. */
    next: (operation: "GetItem" | "PutItem", ...list: Fault[]) => {
      faults.set(operation, list);
    },
  };
}

async function breakRequest(
  fault: Fault,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case "answer lost":
      await send(target, request);
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

async function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await send(target, request);
  response.writeHead(status, headers).end(body);
}

async function send(target: string, request: IncomingMessage) {
  const { host, connection, "content-length": _length, ...headers } = request.headers;
  const answer = await fetch(target, {
    method: "POST",
    headers: headers as Record<string, string>,
    body: new Uint8Array(await buffer(request)),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get("content-type") ?? "";
  const crc = answer.headers.get("x-amz-crc32");
  return {
    status: answer.status,
    headers: { "content-type": type, ...(crc && { "x-amz-crc32": crc }) },
    body,
  };
}
