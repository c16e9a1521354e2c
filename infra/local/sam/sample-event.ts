import { CommandError } from "../../command.ts";
import type { Route } from "../template.ts";

/** Who calls: the demo user, and for what is the operator's alone, the operator. */
interface Callers {
  readonly userToken: string;
  readonly privateKey: string;
}

/**
 * An event to try a function with, as JSON: a call of the demo user, the operator's question about the demo
 * user's token, or an authorizer's.
 *
 * @param name the function's name in the stack
 * @throws CommandError if the function is none of those
 */
export function sampleEvent(
  name: string,
  routes: readonly Route[],
  { userToken, privateKey }: Callers,
): string {
  const route = routes.find((candidate) => candidate.function.name === name);
  const bearer = `Bearer ${userToken}`;
  if (name === "Authorize") return JSON.stringify(authorizerEvent(bearer));
  if (!route) {
    throw new CommandError(
      `There is no event to try ${name} with: npm run sam -- invoke ${name.toLowerCase()} -e FILE`,
    );
  }
  const event =
    name === "Introspect"
      ? httpEvent(route, { authorization: privateKey }, `token=${userToken}`)
      : httpEvent(route, { authorization: bearer });
  return JSON.stringify(event);
}

/** An event of an HTTP API, payload format 2.0, for the caller's own path. */
function httpEvent({ method, path }: Route, headers: Record<string, string>, body?: string) {
  const routeKey = `${method} ${path}`;
  const rawPath = path.replace("{user_id}", "me");
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: "",
    headers: {
      ...headers,
      ...(body && { "content-type": "application/x-www-form-urlencoded" }),
    },
    requestContext: { http: { method, path: rawPath, sourceIp: "127.0.0.1" }, routeKey },
    ...(rawPath !== path && { pathParameters: { user_id: "me" } }),
    ...(body && { body }),
    isBase64Encoded: false,
  };
}

/** What a REST API asks an authorizer. */
function authorizerEvent(authorizationToken: string) {
  const methodArn = "arn:aws:execute-api:eu-central-1:000000000000:local/prod/GET/things";
  return { type: "TOKEN", methodArn, authorizationToken };
}
