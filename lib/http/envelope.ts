import { preferredType } from "./media-type.ts";
import { errorHeaders, type ResponseFormat, respond } from "./response.ts";

/** What a handler gives back when all went well: a body of this type, or no body. */
export type Success =
  | {
      readonly status: number;
      readonly type: string;
      readonly message: string;
      readonly data: object;
    }
  | { readonly status: 204 };

/** The form of most answers: `data`, `message` and `status`, in the media type that the client prefers. */
export const envelope: ResponseFormat<Success> = {
  success: (success) => {
    if (!("type" in success)) return respond(success.status);
    const { status, type, message, data } = success;
    return respond(status, enclose(type, { data, message, status: "success" }));
  },

  error: (event, error) => {
    const type = preferredType(event) ?? "application/json";
    const content = enclose(type, { data: null, message: error.message, status: "error" });
    return respond(error.status, content, errorHeaders(error));
  },
};

function enclose(type: string, body: object) {
  return { type, body: JSON.stringify(body) };
}
