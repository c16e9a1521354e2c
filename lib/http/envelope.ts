import { acceptedType } from "./media-type.ts";
import type { Headers } from "./request.ts";
import { errorHeaders, type ResponseFormat, respond } from "./response.ts";

/** What a handler gives back when all went well; without a message, there is nothing to say. */
export interface Success {
  readonly status: number;
  readonly message?: string;
  readonly data?: object;
}

/** The form of most answers: `data`, `message` and `status`, in the media type that the client prefers. */
export const envelope: ResponseFormat<Success> = {
  success: (event, { status, message, data }) =>
    message === undefined
      ? respond(status)
      : respond(status, enclose(event, { data, message, status: "success" })),

  error: (event, error) => {
    const content = enclose(event, { data: null, message: error.message, status: "error" });
    return respond(error.status, content, errorHeaders(error));
  },
};

function enclose(event: Headers, body: object) {
  return { type: acceptedType(event) ?? "application/json", body: JSON.stringify(body) };
}
