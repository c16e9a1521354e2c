import { once } from "node:events";
import type { AddressInfo } from "node:net";
import dynalite from "dynalite";

/**
 * Starts a DynamoDB in this process, on a free loopback port.
 *
 * @param path where to keep its files; in memory unless given
 */
export async function startEmbeddedDynamoDb(path?: string) {
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
