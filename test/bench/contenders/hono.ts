/** Hono with hono/jwt, behind its Lambda adapter. */
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { sign, verify } from "hono/jwt";
import { claimsOf, findItem, prefix, secrets, viewOf } from "./records.ts";

const app = new Hono();

app.get("/api/v1/users/:user_id/api_key", async (context) => {
  const token = context.req.header("authorization")?.slice(prefix.length) ?? "";
  const claims = await verify(token, secrets.user_token[0], "HS256");
  const userId = String(claims.sub);
  const user_id = context.req.param("user_id");
  if (claims.role !== "user" || (user_id !== "me" && user_id !== userId)) {
    return context.body(null, 403);
  }
  const item = await findItem(userId);
  if (!item) return context.body(null, 404);
  const apiKey = await sign(claimsOf(userId, item), secrets.api_key.keys[item.kid], "HS256");
  context.header("Cache-Control", "no-store");
  return context.json(viewOf(userId, item, apiKey));
});

export const handler = handle(app);
export { app };
