import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { CommandError } from "../command.ts";

/**
 * The port that the environment variable `PORT` names.
 *
 * @throws CommandError if it is none
 */
export function readPort(text = "3000"): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new CommandError(`PORT must be a number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

/**
 * Lets a server listen on loopback.
 *
 * @param port 0 for any free one
 * @param command what to type again with another port
 * @returns the port
 * @throws CommandError if it can't be had
 */
export async function listen(server: Server, port: number, command: string): Promise<number> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "EADDRINUSE" ? "is taken" : `can't be opened (${code})`;
    throw new CommandError(`Port ${port} ${reason}. Choose another one: PORT=3001 ${command}`);
  }
  return (server.address() as AddressInfo).port;
}
