import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../support/command.ts";

/** What View and Reset answer. */
export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly token: string;
}

/** What `npm start` runs, in an empty folder and on a free port, with the demo user in it. */
export interface Laptop {
  readonly origin: string;
  /** The demo user's token. */
  readonly token: string;
  /** Calls the API without a browser. */
  call(method: "GET" | "POST" | "DELETE", token?: string): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startLaptop(): Promise<Laptop> {
  const folder = mkdtempSync(join(tmpdir(), "api-keys-browser-"));
  const { url, token, stop } = await startServer(folder);
  return {
    origin: new URL(url).origin,
    token,
    async call(method, credential = token) {
      const headers = { authorization: `Bearer ${credential}` };
      const response = await fetch(`${url}/users/me/api_key`, { method, headers });
      const text = await response.text();
      const { message, data } = text === "" ? { message: "", data: null } : JSON.parse(text);
      return { status: response.status, message, token: data?.token ?? "" };
    },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
