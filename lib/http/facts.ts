import type { RequestFacts } from "../log.ts";
import type { RequestContext } from "./request.ts";

/** The part of an event that API Gateway wrote: of an HTTP API, or of a REST API. */
interface GatewayEvent {
  readonly requestContext?: { readonly requestId?: string | undefined } | undefined;
  readonly routeKey?: string | undefined;
  readonly resource?: string | undefined;
}

/** What the log says of a request. */
export function factsOf(
  event: GatewayEvent | undefined,
  { principal, userId }: Partial<Pick<RequestContext, "principal" | "userId">> = {},
): RequestFacts {
  return {
    requestId: event?.requestContext?.requestId,
    route: event?.routeKey ?? event?.resource,
    role: principal?.role,
    ...(principal && "userId" in principal && { callerId: principal.userId }),
    userId,
  };
}
