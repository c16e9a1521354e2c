/** Fastify with @fastify/jwt, behind @fastify/aws-lambda. */
import awsLambdaFastify from "@fastify/aws-lambda";
import fastifyJwt from "@fastify/jwt";
import Fastify from "fastify";
import { claimsOf, findItem, prefix, secrets, viewOf } from "./records.ts";

const app = Fastify({ logger: false });
app.register(fastifyJwt, {
  secret: secrets.user_token[0],
  verify: {
    algorithms: ["HS256"],
    extractToken: ({ headers }) => headers.authorization?.slice(prefix.length),
  },
});

app.get<{ Params: { user_id: string } }>(
  "/api/v1/users/:user_id/api_key",
  async (request, reply) => {
    const claims = await request.jwtVerify<{ sub: string; role: string }>();
    const userId = claims.sub;
    const { user_id } = request.params;
    if (claims.role !== "user" || (user_id !== "me" && user_id !== userId))
      return reply.code(403).send();
    const item = await findItem(userId);
    if (!item) return reply.code(404).send();
    const apiKey = app.jwt.sign(claimsOf(userId, item), {
      key: secrets.api_key.keys[item.kid],
      kid: item.kid,
    });
    reply.header("Cache-Control", "no-store");
    return viewOf(userId, item, apiKey);
  },
);

export const handler = awsLambdaFastify(app, { decorateRequest: false });
await app.ready(); // as its guide says: after the handler is made, so that the plugins load at the start

export { app };
