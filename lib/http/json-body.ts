import httpJsonBodyParser from "@middy/http-json-body-parser";
import { parseStrictJson, StrictJsonError } from "../strict-json.ts";
import type { Middleware } from "./endpoint.ts";
import { badRequest } from "./errors.ts";
import { bodyBytes, headerValues } from "./request.ts";

const MOST_BYTES = 4096;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Middleware: parses a JSON body that can be read one way only (RFC 8259 §4) and leaves it in `event.body`,
 * which is not there where there is no body, or an empty one.
 *
 * @throws ApiError 400
 */
export function optionalJsonBody(): Middleware {
  const parser = httpJsonBodyParser({ disableContentTypeCheck: true });
  const parse = parser.before as (request: object) => void;
  return {
    before: (request) => {
      const { event } = request;
      if (!event.body) {
        delete event.body;
        return;
      }
      assertJsonType(headerValues(event, "content-type"));
      const bytes = bodyBytes(event);
      if (bytes.length > MOST_BYTES) throw badRequest("Send a body of 4 KiB at most.", "too large");
      try {
        parseStrictJson(bytes);
        parse(request);
      } catch (error) {
        // the parser's own message may quote the body
        const reason =
          error instanceof StrictJsonError ? error.message : "is not JSON to the parser";
        throw badRequest(
          "The body can't be read as JSON. Send {}, or no body.",
          `the body ${reason}`,
        );
      }
    },
  };
}

function assertJsonType([type = "", ...others]: string[]): void {
  if (others.length === 0 && JSON_TYPE.test(type)) return;
  throw badRequest(
    "Send the body with Content-Type: application/json, or send none.",
    "the body's content type",
  );
}
