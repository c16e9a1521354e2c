import { privateKey } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";
import type { Shown } from "./call.ts";

/** API Gateway's own limit is twice as long. */
const LONGEST_ANSWER_MS = 15_000;

/** The service answered what its contract does not allow. */
export class ContractBreach extends Error {
  override readonly name = "ContractBreach";
}

/** A user's API key as View and Reset show it. */
export interface ShownKey extends Shown {
  readonly token: string;
}

/** Who calls: the user, or one of the operator's services. */
export type Caller = "user" | "operator";

/**
 * The service as its clients see it, over HTTP. Every call gives undefined where the service said that it can't
 * answer now.
 *
 * @param url the base path of the API
 */
export class ServiceClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws ContractBreach */
  async view(userId: string, caller: Caller): Promise<ShownKey | "no key" | undefined> {
    const answer = await this.#call("GET", userId, authorization(userId, caller));
    return oneOf<ShownKey | "no key">(answer, {
      200: () => keyIn(answer, userId),
      404: () => "no key",
    });
  }

  /** @throws ContractBreach */
  async reset(
    userId: string,
    caller: Caller,
    { overlap, idempotencyKey }: { overlap: boolean; idempotencyKey: string | undefined },
  ): Promise<ShownKey | "no key" | undefined> {
    const answer = await this.#call("POST", userId, authorization(userId, caller), {
      headers: {
        "content-type": "application/json",
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
      },
      body: JSON.stringify({ grace_period_seconds: overlap ? 86_400 : 0 }),
    });
    return oneOf<ShownKey | "no key">(answer, {
      201: () => keyIn(answer, userId),
      404: () => "no key",
    });
  }

  /** @throws ContractBreach */
  async revoke(userId: string, caller: Caller): Promise<"revoked" | "no key" | undefined> {
    const answer = await this.#call("DELETE", userId, authorization(userId, caller));
    return oneOf<"revoked" | "no key">(answer, { 204: () => "revoked", 404: () => "no key" });
  }

  /**
   * Asks what a key is worth (RFC 7662).
   *
   * @throws ContractBreach
   */
  async introspect(token: string): Promise<"current" | "overlapping" | "dead" | undefined> {
    const answer = await send(`${this.#url}/introspect`, {
      method: "POST",
      headers: { authorization: privateKey },
      body: new URLSearchParams({ token }),
    });
    return oneOf(answer, {
      200: () => {
        const { active, exp } = answer.body;
        return active ? (exp === undefined ? "current" : "overlapping") : "dead";
      },
    });
  }

  /**
   * Shows a key where a user token is asked for: who is alive is known, and may not.
   *
   * @throws ContractBreach
   */
  async show(token: string): Promise<"live" | "dead" | undefined> {
    const answer = await this.#call("GET", "me", `Bearer ${token}`);
    return oneOf<"live" | "dead">(answer, { 403: () => "live", 401: () => "dead" });
  }

  /**
   * Asks the Lambda authorizer, as the HTTP API of another service would.
   *
   * @throws ContractBreach
   */
  async authorize(token: string): Promise<"live" | "dead" | undefined> {
    const event = { routeArn: "arn", headers: { authorization: `Bearer ${token}` } };
    const answer = await send(
      new URL("/2015-03-31/functions/Authorize/invocations", this.#url).href,
      { method: "POST", body: JSON.stringify(event) },
    );
    if (answer.headers.has("x-amz-function-error")) return undefined;
    return oneOf<"live" | "dead">(answer, {
      200: () => (answer.body.isAuthorized ? "live" : "dead"),
    });
  }

  #call(method: string, userId: string, authorization: string, more: RequestInit = {}) {
    const headers = { authorization, ...(more.headers as Record<string, string>) };
    return send(`${this.#url}/users/${userId}/api_key`, { ...more, method, headers });
  }
}

interface HttpAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of several forms
  body: any;
}

async function send(url: string, request: RequestInit): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(LONGEST_ANSWER_MS);
  const response = await fetch(url, { ...request, signal });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text || "null") };
}

function authorization(userId: string, caller: Caller): string {
  return caller === "operator" ? privateKey : `Bearer ${userToken(userId)}`;
}

function keyIn({ headers, body }: HttpAnswer, userId: string): ShownKey {
  const { id, token, previous_expires_at, user_id } = body.data;
  if (user_id !== userId) throw new ContractBreach(`The key of ${user_id} for ${userId}`);
  if (headers.get("cache-control") !== "no-store")
    throw new ContractBreach("A key that may be kept");
  return { id, token, overlaps: previous_expires_at !== undefined };
}

/** What an answer means, by its status. */
function oneOf<T>(answer: HttpAnswer, meanings: Record<number, () => T>): T | undefined {
  const { status, headers, body } = answer;
  if (status === 503 && headers.get("retry-after") === "5") return undefined;
  const meaning = meanings[status];
  if (!meaning)
    throw new ContractBreach(`An answer that can't be: ${status} ${JSON.stringify(body)}`);
  return meaning();
}
