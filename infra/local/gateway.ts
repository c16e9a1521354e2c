import { createServer, type IncomingMessage, type Server } from "node:http";
import { isPreflight, setCorsHeaders } from "./cors.ts";
import { FunctionTimeout } from "./execution-environment.ts";
import type { LocalLambda } from "./lambda.ts";
import type { Pages } from "./pages.ts";
import { splitUrl } from "./path.ts";
import { sendJson } from "./result.ts";
import { findTarget, type GatewayRoute, type Target } from "./target.ts";
import type { Cors } from "./template.ts";

const MOST_HEADER_BYTES = 10_240;
const MOST_BODY_BYTES = 10 * 1024 * 1024;

/** What is told of an answered request: not its path, which may have a token in the wrong place. */
export interface Answered {
  readonly method: string;
  /** The path of the route, if there was one. */
  readonly route: string | undefined;
  readonly status: number;
  readonly ms: number;
}

/** An answer of the gateway itself, in the form that API Gateway gives it. */
class GatewayAnswer extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * An API Gateway HTTP API on a laptop: matches a request to a route, runs the route's function on an event of
 * payload format 2.0, and sends what it returns.
 *
 * Functions also answer to Lambda's own Invoke call, `POST /2015-03-31/functions/NAME/invocations`, as one that
 * has no route of its own must be tried in some way.
 *
 * @param functions by the names they have in the stack
 * @param onAnswered is told of each request that was answered, those for pages left out
 * @param pages come before the routes, and are none of the API: no function, and no CORS
 */
export function createGateway(
  routes: readonly GatewayRoute[],
  cors: Cors | undefined,
  functions: ReadonlyMap<string, Pick<LocalLambda, "invoke">>,
  onAnswered: (answered: Answered) => void = () => {},
  pages: Pages = () => undefined,
): Server {
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, async (request, response) => {
    const startedAt = performance.now();
    const [path, rawQueryString] = splitUrl(request.url);
    const received = { request, path, rawQueryString };
    const page = pages(path);
    let target: Target | undefined;
    if (!page) setCorsHeaders(cors, request, response);
    try {
      target = page ? undefined : findTarget(routes, functions, received);
      if (page) await page(request, response);
      else if (cors && isPreflight(request)) response.writeHead(204).end();
      else if (!target) throw new GatewayAnswer(404, "Not Found");
      else await target.serve(await readBody(request), response);
    } catch (error) {
      const { status, message } = asGatewayAnswer(error);
      sendJson(response, status, { message });
    }
    if (page) return;
    onAnswered({
      method: request.method ?? "",
      route: target?.route,
      status: response.statusCode,
      ms: Math.round(performance.now() - startedAt),
    });
  });

  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return socket.destroy();
    const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
    const status = tooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request";
    const body = JSON.stringify({ message: status.slice(4) });
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
        `Connection: close\r\n\r\n${body}`,
    );
  });
  return server;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MOST_BODY_BYTES) chunks.push(chunk); // the rest is read too, for the answer to arrive
  }
  if (size > MOST_BODY_BYTES) throw new GatewayAnswer(413, "Request Entity Too Large");
  return Buffer.concat(chunks);
}

function asGatewayAnswer(error: unknown): GatewayAnswer {
  if (error instanceof GatewayAnswer) return error;
  if (error instanceof URIError || error instanceof SyntaxError) {
    return new GatewayAnswer(400, "Bad Request");
  }
  if (error instanceof FunctionTimeout) return new GatewayAnswer(503, "Service Unavailable");
  return new GatewayAnswer(500, "Internal Server Error");
}
