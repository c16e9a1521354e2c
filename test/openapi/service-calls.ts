import type { startFaultyDatabase } from "../support/faulty-database.ts";
import { privateKey } from "../support/key-rings.ts";
import type { Call, Endpoint, startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { introspectionOf, newUser } from "../support/users.ts";
import type { ClientAnswer } from "./contradictions.ts";

type Headers = Readonly<Record<string, string>>;
type Service = Awaited<ReturnType<typeof startService>>;
type Database = Awaited<ReturnType<typeof startFaultyDatabase>>;

/** Calls by the answer that each is to get: its status, and the name of its example. */
export type Calls = Readonly<Record<string, (headers: Headers) => Promise<ClientAnswer>>>;

const broken = { kind: "error", status: 400, type: "AccessDeniedException" } as const;

/** For each operation, a call for every answer that it has of the service. */
export function serviceCalls(service: Service, database: Database): Record<string, Calls> {
  return {
    viewApiKey: { ...lookCalls(service), ...userCalls(service.view, service, database) },
    resetApiKey: { ...resetCalls(service), ...userCalls(service.reset, service, database) },
    revokeApiKey: {
      ...userCalls(service.revoke, service, database),
      "204": async (headers) => (await userWithKey(service)).revoke({ headers }),
    },
    introspectToken: introspectCalls(service, database),
  };
}

/** What is answered alike to every call about a user's API key. */
function userCalls(endpoint: Endpoint, service: Service, database: Database): Calls {
  const call = (authorization: string | undefined, headers: Headers, path = "me") =>
    endpoint({ path, headers, ...(authorization !== undefined && { authorization }) });
  const ownToken = () => `Bearer ${userToken(newUserId())}`;
  return {
    "400 unreadableAuthorization": (headers) => call("Bearer one two", headers),
    "401 noCredentials": (headers) => call(undefined, headers),
    "401 invalidToken": (headers) => call("Bearer clara_user_a.b.c", headers),
    "403 anotherUser": (headers) => call(ownToken(), headers, newUserId()),
    "403 apiKey": async (headers) => {
      const { data } = (await newUser(service).reset()).body;
      return call(`Bearer ${data?.token}`, headers);
    },
    "404 noApiKey": (headers) => call(privateKey, headers, newUserId()),
    "500 ourMistake": (headers) => {
      database.next("GetItem", broken);
      return call(ownToken(), headers);
    },
    "503 unavailable": (headers) => {
      database.nextCall("GetItem");
      return call(ownToken(), headers);
    },
  };
}

function lookCalls(service: Service): Calls {
  return {
    "200 fetched": async (headers) => (await userWithKey(service)).look({ headers }),
    "200 fetchedInGracePeriod": async (headers) => {
      const user = await userWithKey(service);
      await user.resetFor(60);
      return user.look({ headers });
    },
    "406 notAcceptable": (headers) =>
      newUser(service).look({ headers: { ...headers, accept: "text/html" } }),
  };
}

function resetCalls(service: Service): Calls {
  const resetWith = (body: string, headers: Headers, type = "application/json") =>
    newUser(service).reset({ body, headers: { ...headers, "content-type": type } });
  return {
    "201 reset": (headers) => newUser(service).reset({ headers }),
    "201 resetWithGracePeriod": async (headers) => {
      const user = await userWithKey(service);
      return user.reset({
        headers: { ...headers, "content-type": "application/json" },
        body: '{"grace_period_seconds":60}',
      });
    },
    "400 bodyNotSentAsJson": (headers) => resetWith("{}", headers, "text/plain"),
    "400 bodyNotJson": (headers) => resetWith("{", headers),
    "400 bodyNotAnObject": (headers) => resetWith("[]", headers),
    "400 bodyTooLarge": (headers) => resetWith(`{}${" ".repeat(4096)}`, headers),
    "400 bodyWithAnotherMember": (headers) => resetWith('{"grace_period":1}', headers),
    "400 noGracePeriod": (headers) => resetWith('{"grace_period_seconds":604801}', headers),
    "400 noIdempotencyKey": (headers) =>
      newUser(service).reset({ headers: { ...headers, "idempotency-key": "" } }),
    "406 notAcceptable": (headers) =>
      newUser(service).reset({ headers: { ...headers, accept: "text/html" } }),
    "422 idempotencyKeyReused": async (headers) => {
      const user = newUser(service);
      const idempotent = { ...headers, "idempotency-key": "a", "content-type": "application/json" };
      await user.reset({ headers: idempotent });
      return user.reset({ headers: idempotent, body: '{"grace_period_seconds":60}' });
    },
  };
}

function introspectCalls(service: Service, database: Database): Calls {
  const ask = (token: string | undefined, headers: Headers, more: Partial<Call> = {}) => {
    const call = { ...introspectionOf(token), ...more };
    return service.introspect({ ...call, headers: { ...headers, ...call.headers } });
  };
  const askAboutKey = async (headers: Headers) => {
    const { data } = (await newUser(service).reset()).body;
    return { data, ask: () => ask(data?.token, headers) };
  };
  return {
    "200 apiKey": async (headers) => (await askAboutKey(headers)).ask(),
    "200 apiKeyInGracePeriod": async (headers) => {
      const user = newUser(service);
      const { data } = (await user.reset()).body;
      await user.resetFor(60);
      return ask(data?.token, headers);
    },
    "200 userToken": (headers) => ask(userToken(newUserId()), headers),
    "200 inactive": (headers) => ask("a", headers),
    "400 unreadableAuthorization": (headers) =>
      ask("a", headers, { authorization: `${privateKey},${privateKey}` }),
    "400 bodyNotSentAsForm": (headers) =>
      ask("a", headers, { headers: { "content-type": "application/json" } }),
    "400 notOneToken": (headers) => ask("a", headers, { body: "token=a&token=b" }),
    "400 bodyTooLarge": (headers) => ask("a".repeat(8192), headers),
    "401 privateKeyWanted": (headers) =>
      ask("a", headers, { authorization: `Bearer ${userToken(newUserId())}` }),
    "500 ourMistake": async (headers) => {
      const key = await askAboutKey(headers);
      database.next("GetItem", broken);
      return key.ask();
    },
    "503 unavailable": async (headers) => {
      const key = await askAboutKey(headers);
      database.nextCall("GetItem");
      return key.ask();
    },
  };
}

async function userWithKey(service: Service) {
  const user = newUser(service);
  await user.reset();
  return user;
}
