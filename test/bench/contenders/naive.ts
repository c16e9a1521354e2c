/** The service as most tutorials write it: jose, middy and the SDK, straight from node_modules. */
import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { jwtVerify, SignJWT } from "jose";
import { claimsOf, findItem, prefix, secrets, viewOf } from "./records.ts";

const bytes = (secret: string) => new TextEncoder().encode(secret);

export const handler = middy<APIGatewayProxyEventV2>().handler(async (event) => {
  const token = event.headers.authorization?.slice(prefix.length) ?? "";
  const { payload } = await jwtVerify(token, bytes(secrets.user_token[0]), {
    algorithms: ["HS256"],
    requiredClaims: ["exp"],
  });
  const userId = String(payload.sub);
  const { user_id } = event.pathParameters ?? {};
  if (payload.role !== "user" || (user_id !== "me" && user_id !== userId)) {
    return { statusCode: 403 };
  }
  const item = await findItem(userId);
  if (!item) return { statusCode: 404 };
  const apiKey = await new SignJWT(claimsOf(userId, item))
    .setProtectedHeader({ alg: "HS256", kid: item.kid, typ: "JWT" })
    .sign(bytes(secrets.api_key.keys[item.kid]));
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
    body: JSON.stringify(viewOf(userId, item, apiKey)),
  };
});
