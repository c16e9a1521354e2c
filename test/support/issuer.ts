import type { RequestListener } from "node:http";
import { afterAll } from "@jest/globals";
import Provider, { type Adapter } from "oidc-provider";
import { AUDIENCE, type IssuerKey, newKey } from "./access-tokens.ts";
import { close, listen } from "./http.ts";

const CLIENT_ID = "web-app";
const CLIENT_SECRET = "client-secret-0123456789-0123456789";

interface Wanted {
  sub: string;
  alg?: string;
  audience?: string;
}

/**
 * A real OpenID Connect issuer on this machine, which misbehaves when it is told to. It is closed after the file's
 * tests.
 */
export async function startIssuer() {
  const asked: string[] = [];
  const instead = new Map<string, RequestListener>();
  let keys: readonly IssuerKey[] = [];
  let serve: RequestListener = () => {};

  const { server, url } = await listen((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    (instead.get(path) ?? serve)(request, response);
  });
  afterAll(() => close(server));

  const signsWith = (...latest: IssuerKey[]) => {
    keys = latest;
    serve = openProvider(url, latest).callback();
  };
  signsWith(newKey("rsa", "RS256"), newKey("ec", "ES256"), newKey("ed", "EdDSA"));

  const requestTokens = async ({ sub, alg = "RS256", audience = AUDIENCE }: Wanted) => {
    const credentials = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString("base64");
    const answer = await fetch(`${url}/token`, {
      method: "POST",
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({ grant_type: "as_user", sub, alg, audience }),
    });
    return (await answer.json()) as { access_token: string; id_token: string };
  };
  return {
    url,
    clientId: CLIENT_ID,
    /** The path of every request so far. */
    asked,
    /** The keys that it signs with, by their algorithm. */
    key: (alg: string) => keys.find((key) => key.alg === alg) ?? newKey("none", alg),
    /** Signs with other keys from now on, and publishes no others. */
    signsWith,
    /** Answers the requests for a path like this from now on, or again as it should. */
    answers: (path: string, how?: RequestListener) => {
      if (how) instead.set(path, how);
      else instead.delete(path);
    },
    accessToken: async (wanted: Wanted) => (await requestTokens(wanted)).access_token,
    idToken: async (wanted: Wanted) => (await requestTokens(wanted)).id_token,
  };
}

/** Its tokens are JWTs, which need no storage. */
const nothing = async () => undefined;
const storesNothing: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUserCode: nothing,
  findByUid: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
};

/** An issuer that signs in whomever its one client names. */
function openProvider(url: string, keys: readonly IssuerKey[]): Provider {
  const provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        grant_types: ["as_user"],
        response_types: [],
        redirect_uris: [],
      },
    ],
    jwks: {
      keys: keys.map(({ kid, privateKey }) => ({ ...privateKey.export({ format: "jwk" }), kid })),
    },
    enabledJWA: { idTokenSigningAlgValues: ["RS256"] },
    adapter: () => storesNothing,
    ttl: { AccessToken: 3600, IdToken: 3600 },
    features: { devInteractions: { enabled: false }, resourceIndicators: { enabled: true } },
  });
  provider.registerGrantType<{ sub: string; alg: "RS256"; audience: string }>(
    "as_user",
    async (ctx) => {
      const { client, params } = ctx.oidc;
      const { AccessToken, IdToken, ResourceServer } = provider;
      const token = new AccessToken({
        client,
        accountId: params.sub,
        grantId: "",
        gty: "as_user",
        scope: "",
      });
      token.resourceServer = new ResourceServer(params.audience, {
        scope: "",
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: params.alg } },
      });
      const access_token = await token.save();
      const idToken = new IdToken({ sub: params.sub }, { ctx, client });
      idToken.set("sub", params.sub);
      idToken.set("at_hash", access_token);
      const id_token = await idToken.issue({ use: "idtoken" });
      ctx.body = { access_token, id_token, token_type: "Bearer" };
    },
    ["sub", "alg", "audience"],
  );
  return provider;
}
