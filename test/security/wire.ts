import { once } from "node:events";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll } from "@jest/globals";
import { createGateway } from "../../infra/local/gateway.ts";
import { close, listen } from "../support/http.ts";
import { type Answer, context } from "../support/service.ts";

const apiKeyPath = "/api/v1/users/{user_id}/api_key";
const routes = [
  { method: "GET", path: apiKeyPath, name: "view" },
  { method: "POST", path: apiKeyPath, name: "reset" },
  { method: "DELETE", path: apiKeyPath, name: "revoke" },
  { method: "POST", path: "/api/v1/introspect", name: "introspect" },
];

/** What belongs to the connection and not to the answer. */
const ofConnection = ["Date", "Connection", "Keep-Alive", "Content-Length", "Transfer-Encoding"];

/** A request as it goes over the wire, byte for byte: characters of headers and body are a byte each. */
export interface WireRequest {
  readonly method?: string;
  readonly path: string;
  /** Header lines as they are written. */
  readonly lines?: readonly string[];
  readonly body?: string;
}

/** The real handlers of a service that has been started, behind the gateway of the laptop. */
export async function startWire() {
  const invoke = (name: string) => async (event: unknown) =>
    (await import(`../../functions/${name}.ts`)).handler(event, context());
  const gateway = createGateway(
    routes.map(({ name, ...route }) => ({ ...route, function: { invoke: invoke(name) } })),
    undefined,
    new Map(),
  );
  const { server, url } = await listen(gateway);
  afterAll(() => close(server));

  return async ({ method = "GET", path, lines = [], body }: WireRequest): Promise<Answer> => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    await once(socket, "connect");
    const length = body === undefined ? [] : [`Content-Length: ${body.length}`];
    const head = [
      `${method} ${path} HTTP/1.1`,
      "Host: x",
      "Connection: close",
      ...length,
      ...lines,
    ];
    socket.write(Buffer.from(`${head.join("\r\n")}\r\n\r\n${body ?? ""}`, "latin1"));
    return readAnswer((await buffer(socket)).toString());
  };
}

function readAnswer(received: string): Answer {
  const end = received.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = received.slice(0, end).split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [inCapitals(line.slice(0, colon)), line.slice(colon + 1).trim()];
  });
  const text = received.slice(end + 4);
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: Object.fromEntries(headers.filter(([name = ""]) => !ofConnection.includes(name))),
    body: text === "" ? null : JSON.parse(text),
    text,
  };
}

/** A header's name as the functions write it, however it came. */
function inCapitals(name: string): string {
  const words = name.toLowerCase().replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return words.replace("Www-", "WWW-");
}
