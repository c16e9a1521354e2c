import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cors } from "./template.ts";

/** Whether a request asks what it may do before it does it (Fetch standard, CORS preflight). */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === "OPTIONS" &&
    headers.origin !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

/** Sets the CORS headers that an HTTP API adds by itself. */
export function setCorsHeaders(
  cors: Cors | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { origin } = request.headers;
  const allowed = cors?.AllowOrigins ?? [];
  const anyOrigin = allowed.includes("*");
  if (!cors || origin === undefined || !(anyOrigin || allowed.includes(origin))) return;

  const set = (name: string, values: readonly string[] = []) => {
    if (values.length > 0) response.setHeader(`access-control-${name}`, values.join(","));
  };
  set("allow-origin", [anyOrigin ? "*" : origin]);
  set("expose-headers", cors.ExposeHeaders);
  if (isPreflight(request)) {
    set("allow-methods", cors.AllowMethods);
    set("allow-headers", cors.AllowHeaders);
    set("max-age", cors.MaxAge === undefined ? [] : [String(cors.MaxAge)]);
  }
}
