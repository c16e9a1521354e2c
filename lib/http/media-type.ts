import Negotiator from "negotiator";
import { ApiError } from "../api-error.ts";
import { type Headers, headerValues } from "./request.ts";

const OFFERED = ["application/json", "text/plain"];

/**
 * The media type that the client would rather have: `text/plain` where `Accept` prefers it (RFC 9110 §12.5.1), else
 * `application/json`; undefined where it takes neither. Of two that it likes alike, the one that it names.
 */
export function preferredType(event: Headers): string | undefined {
  const ranges = headerValues(event, "accept")
    .flatMap((value) => value.split(","))
    .map(withoutParameters)
    .filter((range) => range !== "");
  if (ranges.every((range) => range === "*/*")) return OFFERED[0];
  return new Negotiator({ headers: { accept: ranges.join(",") } }).mediaType(OFFERED);
}

/**
 * The media type to answer in, once all goes well. To be asked for before anything is changed.
 *
 * @throws ApiError 406 where the client takes neither
 */
export function acceptedType(event: Headers): string {
  const type = preferredType(event);
  if (type !== undefined) return type;
  throw new ApiError(
    406,
    "not_acceptable",
    "Answers are application/json or text/plain: send an Accept header that takes one of them.",
    { cause: "Accept takes neither type" },
  );
}

/** A media range without what does not matter here, such as `charset`: only its weight stays. */
function withoutParameters(range: string): string {
  const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
  const weight = parameters.find((parameter) => /^q\s*=/i.test(parameter));
  const known = type === "*" ? "*/*" : type; // Java's HttpURLConnection says * where it means any
  return weight === undefined ? known : `${known};${weight}`;
}
