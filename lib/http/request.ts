import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Principal } from "../auth/principal.ts";
import type { Deadline } from "../deadline.ts";

/** An event as it may come: nothing in it is certain. */
export type HttpEvent = Partial<APIGatewayProxyEventV2>;

/** What the chain has found out about a request by the time the handler runs. */
export interface RequestContext extends Context {
  /** Who is calling. */
  principal: Principal;
  /** Whose API key it is about. */
  userId: string;
  /** Shortly before Lambda would end the function: an answer must be on its way by then. */
  deadline: Deadline;
}

/** Headers as an event has them; payload format 1.0 has the repeated ones apart. */
export interface Headers {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null;
}

/**
 * Every value that an event has for a header, however the header's name is written. What is not text, which no
 * gateway sends, counts as an empty value.
 */
export function headerValues({ headers, multiValueHeaders }: Headers, name: string): string[] {
  const all = multiValueHeaders ?? headers ?? {};
  return Object.keys(all)
    .filter((key) => key.length === name.length && key.toLowerCase() === name)
    .flatMap((key) => all[key] ?? [])
    .map((value: unknown) => (typeof value === "string" ? value : ""));
}

/** The body as bytes, however the gateway handed it over. */
export function bodyBytes({ body, isBase64Encoded }: HttpEvent): Buffer {
  return Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
}
