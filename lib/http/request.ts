import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Principal } from "../auth/principal.ts";

/** An event as it may come: nothing in it is certain. */
export type HttpEvent = Partial<APIGatewayProxyEventV2>;

/** What the chain has found out about a request by the time the handler runs. */
export interface RequestContext extends Context {
  /** Who is calling. */
  principal: Principal;
  /** Whose API key it is about. */
  userId: string;
  /** Fires shortly before Lambda would end the function: an answer must be on its way by then. */
  deadline: AbortSignal;
}

/** Every value that an event has for a header, however the header's name is written. */
export function headerValues(event: Pick<HttpEvent, "headers">, name: string): string[] {
  return Object.entries(event.headers ?? {}).flatMap(([key, value]) =>
    key.toLowerCase() === name && value !== undefined ? [value] : [],
  );
}

/** The body as bytes, however the gateway handed it over. */
export function bodyBytes({ body, isBase64Encoded }: HttpEvent): Buffer {
  return Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
}
