import type { ServerResponse } from "node:http";
import { type Received, toEvent } from "./event.ts";
import type { LocalLambda } from "./lambda.ts";
import { matchPath } from "./path.ts";
import { sendInvocation, sendResult } from "./result.ts";

export interface GatewayRoute {
  readonly method: string;
  readonly path: string;
  readonly function: Pick<LocalLambda, "invoke">;
}

const INVOKE = "/2015-03-31/functions/{name}/invocations";

/** What a request is for. */
export interface Target {
  readonly route: string;
  serve(body: Buffer, response: ServerResponse): Promise<void>;
}

/** Finds the route that a request is for, or the function that it invokes by Lambda's own call. */
export function findTarget(
  routes: readonly GatewayRoute[],
  functions: ReadonlyMap<string, Pick<LocalLambda, "invoke">>,
  received: Received,
): Target | undefined {
  const { request, path } = received;
  for (const route of routes) {
    const parameters = route.method === request.method && matchPath(route.path, path);
    if (!parameters) continue;
    return {
      route: route.path,
      async serve(body, response) {
        const event = toEvent(received, `${route.method} ${route.path}`, parameters, body);
        sendResult(response, await route.function.invoke(event));
      },
    };
  }
  const { name } = (request.method === "POST" && matchPath(INVOKE, path)) || {};
  const invoked = name === undefined ? undefined : functions.get(name);
  return (
    invoked && {
      route: INVOKE.replace("{name}", name ?? ""),
      serve: (body, response) => sendInvocation(response, invoked, body),
    }
  );
}
