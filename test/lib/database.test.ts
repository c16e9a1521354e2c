import type { IncomingMessage } from "node:http";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, describe, expect, test } from "@jest/globals";
import { SignatureV4 } from "@smithy/signature-v4";
import { GetItem } from "../../lib/commands.ts";
import { openDatabase } from "../../lib/database.ts";
import { close, listen } from "../support/http.ts";

const get = { TableName: "t", Key: { user_id: { S: "u" } }, ConsistentRead: true };

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
const received: Received[] = [];
const { server, url } = await listen(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  received.push({ headers: request.headers, body });
  response.setHeader("content-type", "application/x-amz-json-1.0");
  response.write('{"Item":{"id":'); // and the rest by itself, as a network may deliver it
  setImmediate(() => response.end('{"S":"größer"}}}'));
});
afterAll(() => close(server));

process.env.AWS_ENDPOINT_URL_DYNAMODB = url;
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "a secret",
  sessionToken: "a session",
};
process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
process.env.AWS_SESSION_TOKEN = credentials.sessionToken;

async function requestsOf(
  database: DynamoDBClient,
  Get: typeof GetItem | typeof GetItemCommand,
  calls: number,
): Promise<Received[]> {
  for (let call = 0; call < calls; call++) {
    expect((await database.send(new Get(get))).Item).toEqual({ id: { S: "größer" } });
  }
  database.destroy();
  return received.splice(0);
}

/** The Authorization header of a request as the SDK's own signer makes it, with the SDK's own hash. */
async function signatureBySdk({ headers, body }: Received): Promise<string | undefined> {
  const date = String(headers["x-amz-date"]);
  const signed = /SignedHeaders=([^,]*)/.exec(String(headers.authorization))?.[1]?.split(";") ?? [];
  const { sha256 } = new DynamoDBClient({ region: "eu-central-1" }).config;
  const signer = new SignatureV4({
    service: "dynamodb",
    region: "eu-central-1",
    credentials,
    sha256,
  });
  const request = {
    method: "POST",
    protocol: "http:",
    hostname: "127.0.0.1",
    path: "/",
    headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
    body,
  };
  const signingDate = new Date(date.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
  return (await signer.sign(request, { signingDate })).headers.authorization;
}

describe("the client of the database", () => {
  test("says what the SDK's own says, but for who it is and where it runs", async () => {
    const [ours] = await requestsOf(openDatabase("eu-central-1"), GetItem, 1);
    const [sdks] = await requestsOf(
      new DynamoDBClient({ region: "eu-central-1" }),
      GetItemCommand,
      1,
    );
    const left = ["user-agent", "x-amz-user-agent"];
    expect(ours?.body).toBe(sdks?.body);
    expect(Object.keys(ours?.headers ?? {}).sort()).toEqual(
      Object.keys(sdks?.headers ?? {})
        .filter((name) => !left.includes(name))
        .sort(),
    );
  });

  test("signs each request as the SDK's own signer does", async () => {
    const requests = await requestsOf(openDatabase("eu-central-1"), GetItem, 3);
    expect(requests).toHaveLength(3);
    for (const request of requests) {
      expect(request.headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-central-1\/dynamodb\/aws4_request, .*x-amz-security-token.*Signature=[0-9a-f]{64}$/,
      );
      expect(request.headers.authorization).toBe(await signatureBySdk(request));
    }
  });
});
