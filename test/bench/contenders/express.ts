/** Express with jsonwebtoken, behind serverless-http. */
import express from "express";
import jwt from "jsonwebtoken";
import serverless from "serverless-http";
import { claimsOf, findItem, prefix, secrets, viewOf } from "./records.ts";

const app = express();
app.disable("x-powered-by");
app.disable("etag");

app.get("/api/v1/users/:user_id/api_key", async (request, response) => {
  const token = request.get("authorization")?.slice(prefix.length) ?? "";
  const claims = jwt.verify(token, secrets.user_token[0], { algorithms: ["HS256"] });
  if (typeof claims === "string") throw new Error("no claims");
  const userId = String(claims.sub);
  const { user_id } = request.params;
  if (claims.role !== "user" || (user_id !== "me" && user_id !== userId)) {
    response.sendStatus(403);
    return;
  }
  const item = await findItem(userId);
  if (!item) {
    response.sendStatus(404);
    return;
  }
  const apiKey = jwt.sign(claimsOf(userId, item), secrets.api_key.keys[item.kid], {
    header: { alg: "HS256", kid: item.kid, typ: "JWT" },
  });
  response.set("Cache-Control", "no-store").json(viewOf(userId, item, apiKey));
});

export const handler = serverless(app);
export { app };
