import { FunctionTimeout } from "../../infra/local/execution-environment.ts";
import { createGateway } from "../../infra/local/gateway.ts";
import { close, listen } from "../support/http.ts";
import type { ClientAnswer } from "./contradictions.ts";
import type { RoutedOperation } from "./document.ts";

/** Headers of any HTTP server. */
const OF_THE_CONNECTION = ["connection", "content-length", "date", "keep-alive"];

const MOST_BODY_BYTES = 10 * 1024 * 1024;

/** How a call ends that the gateway answers by itself, by the status and the name of its example. */
const endings: Readonly<Record<string, { invoke: () => Promise<never>; bytes: number }>> = {
  "413 gatewayTooLarge": fails(new Error("not called"), MOST_BODY_BYTES + 1),
  "500 gatewayMistake": fails(new Error("the function ended")),
  "503 gatewayTimeout": fails(new FunctionTimeout("the time is over")),
};

/** Calls an operation behind a gateway of its own, in such a way that the gateway itself gives this answer. */
export async function callGateway(
  { method, path }: RoutedOperation,
  answer: string,
): Promise<ClientAnswer> {
  const ending = endings[answer];
  if (!ending) throw new Error(`There is no such answer of the gateway: ${answer}`);
  const gateway = createGateway([{ method, path, function: ending }], undefined, new Map());
  const { server, url } = await listen(gateway);
  try {
    const body = method === "POST" ? { body: "x".repeat(ending.bytes) } : {};
    const response = await fetch(url + path.replace("{user_id}", "me"), { method, ...body });
    const headers = [...response.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name));
    return {
      status: response.status,
      headers: Object.fromEntries(headers),
      text: await response.text(),
    };
  } finally {
    await close(server);
  }
}

function fails(error: Error, bytes = 0) {
  return { invoke: () => Promise.reject(error), bytes };
}
