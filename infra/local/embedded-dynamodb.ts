import { once } from "node:events";
import type { AddressInfo } from "node:net";
import dynalite from "dynalite";

/**
 * Starts a DynamoDB in this process, on a free port.
 *
 * @param path where to keep its files; in memory unless given
 * @param address the address of this machine to listen on
 */
export async function startEmbeddedDynamoDb(path?: string, address = "127.0.0.1") {
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  server.listen(0, address);
  await once(server, "listening");
  return {
    endpoint: `http://${address}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
