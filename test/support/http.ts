import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on a free loopback port, and its address. */
export async function listen(
  serve: RequestListener | Server,
): Promise<{ server: Server; url: string }> {
  const server = typeof serve === "function" ? createServer(serve) : serve;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Closes a server and whatever is connected to it. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
