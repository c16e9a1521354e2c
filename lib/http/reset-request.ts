import { isJsonObject } from "../strict-json.ts";
import { badRequest } from "./errors.ts";
import { type HttpEvent, headerValues } from "./request.ts";

const LONGEST_GRACE_PERIOD_SECONDS = 7 * 24 * 60 * 60;
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * The overlap that the body of a reset asks for: 0 unless it says otherwise.
 *
 * @param body the parsed body, or undefined where there is none
 * @throws ApiError 400 unless it is an object of at most `grace_period_seconds`, 0 to 604800
 */
export function readGracePeriod(body: unknown): number {
  if (body === undefined) return 0;
  if (!isJsonObject(body)) {
    throw badRequest("Send a JSON object as the body, or send none.", "not an object");
  }
  const { grace_period_seconds: seconds = 0, ...others } = body;
  if (Object.keys(others).length > 0) {
    throw badRequest("The body may have the member grace_period_seconds and no other.", "members");
  }
  const fits = Number.isInteger(seconds) && (seconds as number) >= 0;
  if (!fits || (seconds as number) > LONGEST_GRACE_PERIOD_SECONDS) {
    throw badRequest(
      "grace_period_seconds must be a whole number from 0 to 604800.",
      "grace period",
    );
  }
  return seconds as number;
}

/**
 * The Idempotency-Key of a request (IETF HTTPAPI draft), if it has one. A gateway that joins repeated headers
 * makes one key of them, the same for each repetition.
 *
 * @throws ApiError 400 unless it is one value of 1 to 255 printable ASCII characters
 */
export function readIdempotencyKey(event: HttpEvent): string | undefined {
  const [key, ...others] = headerValues(event, "idempotency-key");
  if (key === undefined) return undefined;
  if (others.length === 0 && IDEMPOTENCY_KEY.test(key)) return key;
  throw badRequest(
    "Send one Idempotency-Key of 1 to 255 printable ASCII characters, or none.",
    "Idempotency-Key",
  );
}
