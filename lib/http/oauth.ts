import type { ApiError } from "../api-error.ts";
import { errorHeaders, type ResponseFormat, respond } from "./response.ts";

const PRIVATE_KEY_WANTED = "Send the private key in the Authorization header, without a scheme.";

/** The form of OAuth's endpoints: plain JSON, and errors as RFC 6749 §5.2 words them. */
export const oauth: ResponseFormat<object> = {
  success: (body) => respond(200, json(body)),

  error: (_event, error) => {
    const error_description = error.status === 401 ? PRIVATE_KEY_WANTED : error.message;
    const content = json({ error: errorCode(error), error_description });
    return respond(error.status, content, errorHeaders(error));
  },
};

function json(body: object) {
  return { type: "application/json", body: JSON.stringify(body) };
}

/** Codes of RFC 6749 §4.1.2.1 and §5.2, and of RFC 6750 §3.1. */
function errorCode({ status }: ApiError): string {
  switch (status) {
    case 503:
      return "temporarily_unavailable";
    case 500:
      return "server_error";
    case 401:
      return "invalid_token";
    default:
      return "invalid_request";
  }
}
