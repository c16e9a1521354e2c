import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fullKeyRing } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";

const USER_ID = "user_31e827070dcf44198ec11a9112a9a572";
const PATH = "/api/v1/users/me/api_key";

/** What every contender runs in: the same environment, the same request, the same database. */
export interface Setting {
  readonly env: Record<string, string>;
  readonly authorization: string;
  /** The request as an HTTP API hands it over. */
  readonly event: object;
  stop(): void;
}

/** Starts the stand-in for DynamoDB, in a process of its own. */
export async function prepareSetting(): Promise<Setting> {
  const standIn: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, "stand-in.mjs")],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  process.once("exit", () => standIn.kill());
  standIn.unref();
  const [url] = await once(standIn.stdout ?? standIn, "data");
  const authorization = `Bearer ${userToken(USER_ID)}`;
  return {
    env: {
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SESSION_TOKEN: "t".repeat(400), // of the length that a role's has
      AWS_ENDPOINT_URL_DYNAMODB: String(url).trim(),
      TABLE_NAME: "api-keys",
      KEY_RING: JSON.stringify(fullKeyRing),
      NODE_ENV: "production",
    },
    authorization,
    event: toEvent(authorization),
    stop: () => standIn.kill(),
  };
}

function toEvent(authorization: string): object {
  return {
    version: "2.0",
    routeKey: "GET /api/v1/users/{user_id}/api_key",
    rawPath: PATH,
    rawQueryString: "",
    headers: { accept: "*/*", authorization, host: "example.com", "user-agent": "bench" },
    requestContext: {
      accountId: "000000000000",
      apiId: "bench",
      domainName: "example.com",
      domainPrefix: "example",
      http: {
        method: "GET",
        path: PATH,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "",
      },
      requestId: "request",
      routeKey: "GET /api/v1/users/{user_id}/api_key",
      stage: "$default",
      time: "01/Jan/2026:00:00:00 +0000",
      timeEpoch: 0,
    },
    pathParameters: { user_id: "me" },
    isBase64Encoded: false,
  };
}
