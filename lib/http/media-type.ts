import Negotiator from "negotiator";
import { ApiError } from "../api-error.ts";
import { type HttpEvent, headerValues } from "./request.ts";

const OFFERED = ["application/json", "text/plain"];

/**
 * The media type to answer in: `text/plain` where `Accept` prefers it (RFC 9110 §12.5.1), else
 * `application/json`; undefined where it takes neither.
 */
export function acceptedType(event: HttpEvent): string | undefined {
  const accept = headerValues(event, "accept").map(withoutParameters).join(",");
  return accept === "" ? OFFERED[0] : new Negotiator({ headers: { accept } }).mediaType(OFFERED);
}

/** The header without what does not matter here, such as `charset`: only the weights stay. */
function withoutParameters(accept: string): string {
  const ranges = accept.split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";");
    const weight = parameters.find((parameter) => /^\s*q\s*=/i.test(parameter));
    return weight === undefined ? type : `${type};${weight}`;
  });
  return ranges.join(",");
}

/**
 * Refuses a request whose answer the client would not take, before anything is changed.
 *
 * @throws ApiError 406
 */
export function assertAcceptable(event: HttpEvent): void {
  if (acceptedType(event) !== undefined) return;
  throw new ApiError(
    406,
    "not_acceptable",
    "Answers are application/json or text/plain: send an Accept header that takes one of them.",
    { cause: "Accept takes neither type" },
  );
}
