import type {
  APIGatewayAuthorizerWithContextResult,
  APIGatewayRequestAuthorizerEvent,
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
  APIGatewayTokenAuthorizerEvent,
  Context,
} from "aws-lambda";
import { authenticate } from "../auth/authenticate.ts";
import { readCredential } from "../auth/credential.ts";
import { invalidToken } from "../auth/errors.ts";
import type { ApiKeyHolder, User } from "../auth/principal.ts";
import type { Service } from "../connect.ts";
import { logRefusal } from "../log.ts";
import { isJsonObject } from "../strict-json.ts";
import { asApiError } from "./answer.ts";
import { deadlineOf } from "./deadline.ts";
import { factsOf } from "./facts.ts";
import { headerValues } from "./request.ts";

/** What API Gateway asks an authorizer: an HTTP API, or a REST API in one of its two ways. */
export type AuthorizerEvent =
  | APIGatewayRequestAuthorizerEventV2
  | APIGatewayRequestAuthorizerEvent
  | APIGatewayTokenAuthorizerEvent;

/** Who passed, for the integration behind the authorizer. */
type AuthorizerContext = { userId: string; role: "user" | "api_key"; apiKeyId?: string };

type Verdict =
  | APIGatewaySimpleAuthorizerResult
  | APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext>
  | APIGatewayAuthorizerWithContextResult<AuthorizerContext>;

/**
 * A Lambda authorizer that lets a live API key or a user token pass, for other APIs in the same account.
 *
 * To an HTTP API (payload 2.0) it gives the simple response: who is refused gets the gateway's 403. To a REST
 * API it gives a policy for the one method asked for, or throws `Unauthorized`, of which the gateway makes a 401.
 * During an outage it throws: the gateway's 500, and nobody is refused for it.
 */
export function authorizer(service: Service) {
  return async (event: AuthorizerEvent, context: Context): Promise<Verdict> => {
    if (!isJsonObject(event)) throw new Error("Unauthorized");
    const caller = await passing(event, context, service);
    if ("routeArn" in event) {
      return caller ? { isAuthorized: true, context: describe(caller) } : { isAuthorized: false };
    }
    if (!caller) throw new Error("Unauthorized");
    return {
      principalId: caller.userId,
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: event.methodArn }],
      },
      context: describe(caller),
    };
  };
}

/** Who is calling, if they may pass. */
async function passing(
  event: AuthorizerEvent,
  context: Context,
  service: Service,
): Promise<User | ApiKeyHolder | undefined> {
  const headers =
    event.type === "TOKEN" ? { headers: { authorization: event.authorizationToken } } : event;
  try {
    const credential = readCredential(headerValues(headers, "authorization"));
    const principal = await authenticate(credential, service, deadlineOf(context));
    if (principal.role === "private_key") throw invalidToken("the private key is nobody");
    return principal;
  } catch (error) {
    const answer = asApiError(error);
    logRefusal(answer, factsOf(event as object));
    if (answer.status < 500) return undefined;
    throw error;
  }
}

function describe(caller: User | ApiKeyHolder): AuthorizerContext {
  const { userId, role } = caller;
  return { userId, role, ...(role === "api_key" && { apiKeyId: caller.apiKeyId }) };
}
