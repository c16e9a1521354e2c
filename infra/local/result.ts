import type { ServerResponse } from "node:http";
import { FunctionError } from "./execution-environment.ts";
import type { LocalLambda } from "./lambda.ts";

interface Result {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Sends what a function returned. A result without `statusCode` is the body of a 200, as payload format 2.0 has it. */
export function sendResult(response: ServerResponse, result: unknown): void {
  const { statusCode, headers, cookies, body, isBase64Encoded } = (result ?? {}) as Result;
  if (statusCode === undefined) {
    sendJson(response, 200, result);
    return;
  }
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!response.hasHeader(name)) response.setHeader(name, String(value));
  }
  if (cookies) response.setHeader("set-cookie", cookies);
  response.statusCode = statusCode;
  response.end(Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"));
}

/**
 * Runs a function on the JSON of a request and sends its result as Lambda's Invoke does: an error of the function
 * is a 200 with its type and message.
 */
export async function sendInvocation(
  response: ServerResponse,
  lambda: Pick<LocalLambda, "invoke">,
  payload: Buffer,
): Promise<void> {
  try {
    sendJson(response, 200, await lambda.invoke(JSON.parse(payload.toString())));
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    response.setHeader("x-amz-function-error", "Unhandled");
    sendJson(response, 200, { errorType: error.type, errorMessage: error.message });
  }
}

/** Sends a body as JSON, or text as it is. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(text);
}
