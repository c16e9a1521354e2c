import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import Negotiator from "negotiator";
import type { ApiError } from "../api-error.ts";
import { headerValues } from "./request.ts";

type Event = Partial<APIGatewayProxyEventV2>;

/** What a handler gives back when all went well. */
export interface Success {
  readonly status: number;
  readonly message: string;
  readonly data: object;
}

/** The response to a request that did what it asked for. */
export function successResponse(event: Event, { status, message, data }: Success) {
  return respond(event, status, { data, message, status: "success" });
}

/** The response to a request that did not, with its challenge (RFC 6750 §3) and `Retry-After`. */
export function errorResponse(event: Event, error: ApiError) {
  const { status, message, challenge, retryAfter } = error;
  return respond(
    event,
    status,
    { data: null, message, status: "error" },
    {
      ...(challenge !== undefined && { "WWW-Authenticate": challenge }),
      ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
    },
  );
}

function respond(
  event: Event,
  statusCode: number,
  envelope: { data: object | null; message: string; status: "success" | "error" },
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      "Content-Type": preferredType(event),
      "Cache-Control": "no-store",
      ...headers,
    },
    body: JSON.stringify(envelope),
  };
}

/** `text/plain` where `Accept` prefers it (RFC 9110 §12.5.1), else `application/json`. */
function preferredType(event: Event): string {
  const accept = headerValues(event, "accept").join(",");
  if (accept === "") return "application/json";
  const offered = ["application/json", "text/plain"];
  return new Negotiator({ headers: { accept } }).mediaType(offered) ?? "application/json";
}
