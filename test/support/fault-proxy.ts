import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { close, listen } from "./http.ts";

/** What happens to one request on its way to the database. */
export type Fault =
  /** The connection breaks before the database has it. */
  | { kind: "dropped" }
  /** The database applies it, then the connection breaks. */
  | { kind: "answer lost"; meanwhile?: () => Promise<unknown> }
  /** The database answers it, and the answer comes only after what happens meanwhile. */
  | { kind: "answer late"; meanwhile: () => Promise<unknown> }
  /** The database gets it only after so long. */
  | { kind: "late"; ms: number }
  /** The database gets it a second time, so long after it was answered. */
  | { kind: "twice"; ms: number }
  /** Nobody gets it, and nobody says so. */
  | { kind: "no answer" }
  /** The database applies it, and the answer stalls half-way. */
  | { kind: "half an answer" }
  /** A read shows what it showed the last time, as one that is not strongly consistent may. */
  | { kind: "stale" }
  /** It is refused. */
  | { kind: "error"; status: number; type: string };

/** A request of the SDK to DynamoDB. */
export interface DatabaseRequest {
  /** Such as `GetItem`. */
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** What DynamoDB says when it is at fault. */
export const serverError: Fault = { kind: "error", status: 500, type: "InternalServerError" };

/** What DynamoDB says when it is asked too often. */
export const throttling: Fault = { kind: "error", status: 400, type: "ThrottlingException" };

/**
 * Stands between the SDK and a database, and breaks the requests that it is told to break.
 *
 * @param target the URL of the database
 * @param decide what happens to a request: nothing unless it gives a fault
 */
export async function startFaultProxy(
  target: string,
  decide: (request: DatabaseRequest) => Fault | undefined,
) {
  const underWay = new Set<Promise<unknown>>();
  const shown = new Map<string, DatabaseAnswer>();
  const { server, url } = await listen((request, response) => {
    const done = serve(request, response)
      .catch(() => response.destroy()) // the database is gone
      .finally(() => underWay.delete(done));
    underWay.add(done);
  });
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const body = await buffer(request);
    const input = body.toString();
    const fault = decide({ operation, input: JSON.parse(input) });
    const apply = async () => {
      const answer = await send(target, request, body);
      if (operation === "GetItem") shown.set(input, answer);
      return answer;
    };
    if (!fault) forward(await apply(), response);
    else if (fault.kind === "stale") forward(shown.get(input) ?? (await apply()), response);
    else await breakRequest(fault, apply, response);
  };
  return {
    url,
    /** Waits until nothing is on its way any more, late requests included. */
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => close(server),
  };
}

async function breakRequest(
  fault: Exclude<Fault, { kind: "stale" }>,
  apply: () => Promise<DatabaseAnswer>,
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case "dropped":
      response.destroy();
      return;
    case "answer lost":
      await apply();
      await fault.meanwhile?.();
      response.destroy();
      return;
    case "answer late": {
      const answer = await apply();
      await fault.meanwhile();
      forward(answer, response);
      return;
    }
    case "late":
      await sleep(fault.ms);
      forward(await apply(), response);
      return;
    case "twice":
      forward(await apply(), response);
      await sleep(fault.ms);
      await apply();
      return;
    case "no answer":
      return;
    case "half an answer": {
      const { status, headers, body } = await apply();
      response.writeHead(status, headers).write(body.subarray(0, body.length / 2));
      return;
    }
    case "error":
      response
        .writeHead(fault.status, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify({ __type: fault.type, message: fault.type }));
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
