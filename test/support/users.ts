import { privateKey } from "./key-rings.ts";
import type { Endpoint, startHandlers } from "./service.ts";
import { newUserId, userToken } from "./tokens.ts";

type Handlers = Awaited<ReturnType<typeof startHandlers>>;
type More = Omit<Parameters<Endpoint>[0], "path">;

/** A user, a new one unless told, who calls the endpoints for themselves. */
export function newUser({ view, reset, revoke }: Handlers, userId = newUserId()) {
  const call = (endpoint: Endpoint) => (more?: More) =>
    endpoint({ path: userId, authorization: `Bearer ${userToken(userId)}`, ...more });
  const resetFor = (gracePeriodSeconds: number) =>
    call(reset)({
      body: JSON.stringify({ grace_period_seconds: gracePeriodSeconds }),
      headers: { "content-type": "application/json" },
    });
  return {
    userId,
    look: call(view),
    reset: call(reset),
    /** Resets, and keeps the old key alive for so long. */
    resetFor,
    revoke: call(revoke),
    /** 403: alive; 401: dead. */
    statusOf: async (token: string | undefined) =>
      (await view({ path: userId, authorization: `Bearer ${token}` })).status,
  };
}

/** What the operator sends to Introspect to ask about a token. */
export const introspectionOf = (token: string | undefined) => ({
  authorization: privateKey,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: `token=${encodeURIComponent(token ?? "")}`,
});

export const ALIVE = 403;
export const DEAD = 401;
