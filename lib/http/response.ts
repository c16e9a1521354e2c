import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { ApiError } from "../api-error.ts";
import type { Headers } from "./request.ts";

export type Response = APIGatewayProxyStructuredResultV2;

/** How an endpoint words its answers. */
export interface ResponseFormat<Success> {
  success(success: Success): Response;
  error(event: Headers, error: ApiError): Response;
}

/** A response that nobody may keep: with an API key in it, or about one. */
export function respond(
  statusCode: number,
  content?: { type: string; body: string },
  headers: Record<string, string> = {},
): Response {
  return {
    statusCode,
    headers: {
      ...(content && { "Content-Type": content.type }),
      "Cache-Control": "no-store",
      ...headers,
    },
    ...(content && { body: content.body }),
  };
}

/** The challenge of an error (RFC 6750 §3) and when to try again. */
export function errorHeaders({ challenge, retryAfter }: ApiError): Record<string, string> {
  return {
    ...(challenge !== undefined && { "WWW-Authenticate": challenge }),
    ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
  };
}
