import type { MiddlewareObj } from "@middy/core";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { ApiError } from "../api-error.ts";
import { isJsonObject } from "../strict-json.ts";
import type { RequestContext } from "./request.ts";

type Middleware = MiddlewareObj<APIGatewayProxyEventV2, unknown, Error, RequestContext>;

/**
 * Middleware: reads an optional JSON body and throws 400 unless it is an object of no members. No body, an
 * empty one and `{}` mean the same.
 */
export function emptyJsonBody(): Middleware {
  const parser = httpJsonBodyParser() as { before: (request: object) => void };
  return {
    before: (request) => {
      if (!request.event.body) return;
      try {
        parser.before(request);
      } catch (error) {
        throw unreadable(error as { statusCode?: number });
      }
      const body: unknown = request.event.body;
      if (!isJsonObject(body))
        throw badBody("Send a JSON object as the body, or send none.", "not an object");
      if (Object.keys(body).length > 0) {
        throw badBody("This call takes no members in its body: send {}, or no body.", "members");
      }
    },
  };
}

/** The parser's own message and cause may quote the body: its status alone tells what was wrong. */
function unreadable({ statusCode }: { statusCode?: number }): ApiError {
  return statusCode === 415
    ? badBody("Send the body with Content-Type: application/json, or send none.", "content type")
    : badBody("The body can't be read as JSON. Send {}, or no body.", "not JSON");
}

function badBody(message: string, reason: string): ApiError {
  return new ApiError(400, "invalid_body", message, { cause: `body: ${reason}` });
}
