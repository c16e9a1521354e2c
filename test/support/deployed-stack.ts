import type { Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach } from "@jest/globals";
import { close, listen } from "./http.ts";
import { fullKeyRing } from "./key-rings.ts";

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(close));
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What CloudFormation says of a stack with these outputs. */
export function stackWith(outputs: Record<string, string>): Answer {
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<StackName>Keys</StackName><Outputs>${members.join("")}</Outputs>`;
  return {
    status: 200,
    body:
      '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">' +
      `<DescribeStacksResult><Stacks><member>${stack}</member></Stacks></DescribeStacksResult>` +
      "</DescribeStacksResponse>",
  };
}

/** How CloudFormation refuses. */
export function cloudFormationError(code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` };
}

/** What Secrets Manager says of a secret with this text. */
export function secretOf(SecretString: string): Answer {
  return { status: 200, body: JSON.stringify({ SecretString }) };
}

/** How Secrets Manager refuses. */
export function secretsManagerError(__type: string, message: string): Answer {
  return { status: 400, body: JSON.stringify({ __type, message }) };
}

/**
 * A CloudFormation and a Secrets Manager that answer one thing each: unless told otherwise, a stack whose secret
 * has the full key ring. Closed after the test.
 */
export async function startAws({
  stack = stackWith({ Url: "https://api.example", KeyRingSecret: "KeyRing-1" }),
  secret = secretOf(JSON.stringify(fullKeyRing)),
} = {}) {
  const asked: string[] = [];
  const serve = async ({ status, body }: Answer) => {
    const { server, url } = await listen(async (request, response) => {
      asked.push(await text(request));
      response.writeHead(status).end(body);
    });
    servers.push(server);
    return url;
  };
  const env = {
    AWS_ENDPOINT_URL_CLOUDFORMATION: await serve(stack),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: await serve(secret),
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "operator",
    AWS_SECRET_ACCESS_KEY: "operator",
  };
  return {
    /** The environment of an operator that is signed in. */
    env,
    /** The body of every request so far. */
    asked,
  };
}
