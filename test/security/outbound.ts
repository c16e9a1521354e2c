import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

/**
 * Counts the requests that this process sends from now on: by node:http, as the AWS SDK does, and by fetch.
 *
 * @param known addresses whose requests are not counted, as they are counted where they arrive
 */
export function countOutboundCalls(known: readonly string[]): () => number {
  const origins = known.map((address) => new URL(address).origin);
  let calls = 0;
  const count = (origin: string) => {
    if (!origins.includes(origin)) calls++;
  };
  subscribe("http.client.request.created", (message) => {
    const { request } = message as { request: ClientRequest };
    count(`${request.protocol}//${request.getHeader("host")}`);
  });
  subscribe("undici:request:create", (message) => {
    count((message as { request: { origin: string } }).request.origin);
  });
  return () => calls;
}
