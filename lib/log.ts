import type { ApiError } from "./api-error.ts";
import type { Principal } from "./auth/principal.ts";

/** What a line says of the request that it is about, as far as that is known: nothing that a caller wrote. */
export interface RequestFacts {
  /** API Gateway's id of the request, which the client has in the header `apigw-requestid`. */
  readonly requestId?: string | undefined;
  readonly route?: string | undefined;
  /** Who was calling. */
  readonly role?: Principal["role"] | undefined;
  readonly callerId?: string | undefined;
  /** Whose API key it was about. */
  readonly userId?: string | undefined;
}

/** Writes one line about an API key that was reset or revoked. */
export function logChange(
  event: "reset" | "revocation",
  apiKeyId: string,
  facts: RequestFacts,
): void {
  console.info({ event, apiKeyId, ...facts });
}

/** Writes one line about a request that was refused or failed: the cause that the client is not told. */
export function logRefusal({ status, code, cause }: ApiError, facts: RequestFacts = {}): void {
  const line = { event: "refusal", status, code, cause: inWords(cause), ...facts };
  if (status >= 500) console.error(line);
  else console.info(line);
}

/** Writes one line about something that can't be had now, and that no request need be refused for yet. */
export function logOutage({ code, cause }: ApiError): void {
  console.error({ event: "outage", code, cause: inWords(cause) });
}

function inWords(cause: unknown): unknown {
  return cause instanceof Error ? (cause.stack ?? cause.name) : cause;
}
