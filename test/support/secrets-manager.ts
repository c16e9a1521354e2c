import { afterAll } from "@jest/globals";
import { type Fault, startFaultProxy } from "./fault-proxy.ts";
import { close, listen } from "./http.ts";

/** The ARN that a function asks for its key ring by. */
export const KEY_RING_SECRET_ARN =
  "arn:aws:secretsmanager:eu-central-1:000000000000:secret:KeyRing-abc123";

/**
 * A Secrets Manager of one secret, which fails when it is told to. From then on
 * AWS_ENDPOINT_URL_SECRETS_MANAGER names it; it is closed after the file's tests.
 */
export async function startSecretsManager() {
  let answer = "";
  let fault: Fault | undefined;
  const asked: unknown[] = [];
  const { server, url } = await listen((_request, response) => {
    response.setHeader("content-type", "application/x-amz-json-1.1").end(answer);
  });
  const proxy = await startFaultProxy(url, ({ input }) => {
    asked.push(input);
    return fault;
  });
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = proxy.url;
  afterAll(async () => {
    await proxy.close();
    await close(server);
  });
  const says = (text: string) => {
    answer = text;
  };
  return {
    /** Every request so far. */
    asked,
    /** Holds this secret from now on. */
    holds: (secret: string) => says(JSON.stringify({ SecretString: secret })),
    /** Answers with this text from now on. */
    says,
    /** Fails every request like this from now on, or none. */
    fails: (how?: Fault) => {
      fault = how;
    },
  };
}
