import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { Principal } from "../auth/principal.ts";

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
export function headerValues(event: Partial<APIGatewayProxyEventV2>, name: string): string[] {
  return Object.entries(event.headers ?? {}).flatMap(([key, value]) =>
    key.toLowerCase() === name && value !== undefined ? [value] : [],
  );
}
