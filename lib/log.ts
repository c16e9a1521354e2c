import type { ApiError } from "./api-error.ts";

/** Writes one line about a request that was refused or failed: the cause that the client is not told. */
export function logRefusal({ status, code, cause }: ApiError): void {
  const line = {
    status,
    code,
    cause: cause instanceof Error ? (cause.stack ?? cause.name) : cause,
  };
  if (status >= 500) console.error(line);
  else console.info(line);
}
