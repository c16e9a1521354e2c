import { jest } from "@jest/globals";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { newTable } from "./database.ts";
import { fullKeyRing } from "./key-rings.ts";

export interface Call {
  /** The {user_id} of the path, where the path has one. */
  path?: string;
  authorization?: string;
  headers?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
  /** Milliseconds until Lambda would end the function. */
  remaining?: number;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: { data: Record<string, string> | null; message: string; status: string };
  /** The body as it is sent. */
  text: string;
}

export type Endpoint = (call: Call) => Promise<Answer>;

/** What the handlers logged: each refusal with its cause, and each change. */
export interface LogLine {
  event: string;
  status: number;
  code: string;
  cause: string;
  role?: string;
  callerId?: string;
  userId?: string;
}

/** The real handlers, on a table of their own and a key ring from the environment, which may say more. */
export async function startService(ring: object = fullKeyRing, env: Record<string, string> = {}) {
  const table = await newTable();
  const settings = { TABLE_NAME: table, KEY_RING: JSON.stringify(ring), ...env };
  const handlers = await startHandlers(settings);
  return { table, logged: captureLog(), ...handlers };
}

let starts = 0;

/** Starts the functions anew in an environment: an empty variable is as good as none. */
export async function startHandlers(env: Record<string, string>) {
  const none = { KEY_RING: "", KEY_RING_SECRET_ARN: "", OIDC_ISSUER: "", OIDC_AUDIENCE: "" };
  Object.assign(process.env, none, env);
  starts++;
  const start = async (name: string): Promise<Handler> =>
    (await import(`../../functions/${name}.ts?start=${starts}`)).handler;
  return {
    view: call(await start("view"), "GET"),
    reset: call(await start("reset"), "POST"),
    revoke: call(await start("revoke"), "DELETE"),
    introspect: call(await start("introspect"), "POST"),
    authorize: authorizer(await start("authorize")),
  };
}

/** Keeps what is logged, off the terminal. */
export function captureLog(): LogLine[] {
  const lines: LogLine[] = [];
  for (const level of ["info", "error"] as const) {
    jest.spyOn(console, level).mockImplementation((line) => {
      lines.push(line as LogLine);
    });
  }
  return lines;
}

// biome-ignore lint/suspicious/noExplicitAny: the functions take events of several types
type Handler = (event: any, context: Context) => unknown;

function authorizer(handler: Handler) {
  return async (event: object, more: Pick<Call, "remaining"> = {}): Promise<unknown> =>
    handler(event, context(more));
}

function call(handler: Handler, method: string): Endpoint {
  return async (request) => {
    const result = await handler(event(method, request), context(request));
    const { statusCode, headers, body } = result as APIGatewayProxyStructuredResultV2;
    return {
      status: statusCode ?? 0,
      headers: headers ?? {},
      body: JSON.parse(body ?? "null"),
      text: body ?? "",
    };
  };
}

/** An API Gateway HTTP API event, payload format 2.0. */
function event(method: string, call: Call): APIGatewayProxyEventV2 {
  const path = `/api/v1/users/${call.path}/api_key`;
  const routeKey = `${method} /api/v1/users/{user_id}/api_key`;
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "",
    headers: {
      ...(call.authorization !== undefined && { authorization: call.authorization }),
      ...call.headers,
    },
    requestContext: {
      accountId: "anonymous",
      apiId: "test",
      domainName: "localhost",
      domainPrefix: "localhost",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "jest" },
      requestId: "request",
      routeKey,
      stage: "$default",
      time: "01/Jan/2026:00:00:00 +0000",
      timeEpoch: 0,
    },
    ...(call.path !== undefined && { pathParameters: { user_id: call.path } }),
    ...(call.body !== undefined && { body: call.body }),
    isBase64Encoded: call.isBase64Encoded ?? false,
  };
}

/** What a handler gets beside its event. */
export function context({ remaining = 10_000 }: Pick<Call, "remaining"> = {}): Context {
  return { awsRequestId: "request", getRemainingTimeInMillis: () => remaining } as Context;
}
