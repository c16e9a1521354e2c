import { subscribe } from "node:diagnostics_channel";

/** Counts the requests that this process sends from now on: by node:http, as the AWS SDK does, and by fetch. */
export function countOutboundCalls(): () => number {
  let calls = 0;
  for (const channel of ["http.client.request.start", "undici:request:create"]) {
    subscribe(channel, () => {
      calls++;
    });
  }
  return () => calls;
}
