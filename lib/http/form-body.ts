import { badRequest } from "./errors.ts";
import { bodyBytes, type HttpEvent, headerValues } from "./request.ts";

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;
const MOST_BYTES = 8192;

/**
 * The token that a form asks about (RFC 7662 §2.1). Other members of the form are left alone, as OAuth has it.
 *
 * @throws ApiError 400 unless the body is a form with one `token`
 */
export function readTokenForm(event: HttpEvent): string {
  const [type, ...others] = headerValues(event, "content-type");
  if (others.length > 0 || !FORM.test(type ?? "")) {
    throw badRequest(
      "Send the body with Content-Type: application/x-www-form-urlencoded.",
      "content type",
    );
  }
  const bytes = bodyBytes(event);
  if (bytes.length > MOST_BYTES) throw badRequest("Send a body of 8 KiB at most.", "too large");
  const [token, ...more] = new URLSearchParams(bytes.toString()).getAll("token");
  if (token === undefined || token === "" || more.length > 0) {
    throw badRequest("Send one token in the form, like: token=clara_api_...", "not one token");
  }
  return token;
}
