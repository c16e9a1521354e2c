/**
 * The floor: View by hand, with nothing but what Node has. It does the job and nothing more: no retries, no
 * strict reading, no 406, no key ring that changes.
 */
import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

const {
  AWS_REGION = "",
  AWS_ACCESS_KEY_ID = "",
  AWS_SECRET_ACCESS_KEY = "",
  AWS_SESSION_TOKEN,
  AWS_ENDPOINT_URL_DYNAMODB,
  TABLE_NAME,
  KEY_RING = "",
} = process.env;

const ring = JSON.parse(KEY_RING);
const endpoint = new URL(
  AWS_ENDPOINT_URL_DYNAMODB ?? `https://dynamodb.${AWS_REGION}.amazonaws.com`,
);
const isPlain = endpoint.protocol === "http:";
const request = isPlain ? httpRequest : httpsRequest;
const agent = new (isPlain ? HttpAgent : HttpsAgent)({ keepAlive: true });
const target = "DynamoDB_20120810.GetItem";
const type = "application/x-amz-json-1.0";

export async function handler(
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const userId = authenticate(event.headers.authorization ?? "");
  if (userId === undefined) return answer(401, null, "Sign in first.");
  const { user_id } = event.pathParameters ?? {};
  if (user_id !== "me" && user_id !== userId) return answer(403, null, "Not yours.");
  const { Item } = await getItem(userId);
  if (!Item) return answer(404, null, "There is no API key.");
  const [id, kid, iat] = [Item.id.S, Item.kid.S, Number(Item.created_at.N)];
  const data = {
    created_at: new Date(iat * 1000).toUTCString(),
    id,
    token: `clara_api_${sign({ alg: "HS256", kid, typ: "JWT" }, { sub: userId, role: "api_key", jti: id, iat }, ring.api_key.keys[kid])}`,
    updated_at: new Date(Item.updated_at.N * 1000).toUTCString(),
    user_id: userId,
  };
  return answer(200, data, "API key fetched successfully.");
}

function authenticate(authorization: string): string | undefined {
  const [, header = "", claims = "", signature = ""] =
    /^Bearer clara_user_([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization) ?? [];
  const presented = Buffer.from(signature, "base64url");
  const right = hmac(ring.user_token[0], `${header}.${claims}`);
  if (presented.length !== right.length || !timingSafeEqual(presented, right)) return undefined;
  if (JSON.parse(Buffer.from(header, "base64url").toString()).alg !== "HS256") return undefined;
  const { role, sub, exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
  return role === "user" && exp > Date.now() / 1000 ? sub : undefined;
}

function sign(header: object, claims: object, secret: string): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${input}.${hmac(secret, input).toString("base64url")}`;
}

// biome-ignore lint/suspicious/noExplicitAny: an item as DynamoDB words it
function getItem(userId: string): Promise<{ Item?: any }> {
  const body = JSON.stringify({
    TableName: TABLE_NAME,
    Key: { user_id: { S: userId } },
    ConsistentRead: true,
  });
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { agent, method: "POST", headers: signed(body) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(text));
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** AWS Signature Version 4. */
function signed(body: string): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const headers: Record<string, string> = {
    "content-length": String(Buffer.byteLength(body)),
    "content-type": type,
    host: endpoint.host,
    "x-amz-date": time,
    ...(AWS_SESSION_TOKEN && { "x-amz-security-token": AWS_SESSION_TOKEN }),
    "x-amz-target": target,
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = `POST\n/\n\n${lines.join("")}\n${names}\n${sha256(body)}`;
  const scope = `${date}/${AWS_REGION}/dynamodb/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
  const signature = hmac(signingKey(date), text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

let keyOfDay: { date: string; key: KeyObject } | undefined;

function signingKey(date: string): KeyObject {
  if (keyOfDay?.date !== date) {
    const ofDate = hmac(`AWS4${AWS_SECRET_ACCESS_KEY}`, date);
    const ofService = hmac(hmac(ofDate, AWS_REGION), "dynamodb");
    keyOfDay = { date, key: createSecretKey(hmac(ofService, "aws4_request")) };
  }
  return keyOfDay.key;
}

function hmac(key: string | Buffer | KeyObject, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return hash("sha256", text);
}

function answer(statusCode: number, data: object | null, message: string) {
  const status = statusCode < 400 ? "success" : "error";
  return {
    statusCode,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
    body: JSON.stringify({ data, message, status }),
  };
}
