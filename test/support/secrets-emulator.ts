import { text } from "node:stream/consumers";
import { EmulatedSecret, type Input, Refusal } from "./emulated-secret.ts";
import { listen } from "./http.ts";

const operations = [
  "DescribeSecret",
  "GetSecretValue",
  "PutSecretValue",
  "UpdateSecretVersionStage",
  "RotateSecret",
  "CancelRotateSecret",
] as const;

/** Secrets Manager's API on loopback, as far as a rotation needs it. It keeps time by `Date.now`. */
export function startSecretsEmulator() {
  const secrets = new Map<string, EmulatedSecret>();
  const create = (input: Input) => {
    const arn = `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${input.Name}-abc123`;
    const secret = new EmulatedSecret(arn);
    secrets.set(arn, secret);
    return secret.PutSecretValue(input);
  };
  const perform = (name: string | undefined, input: Input) => {
    if (name === "CreateSecret") return create(input);
    const operation = operations.find((known) => known === name);
    if (!operation) throw new Refusal("InvalidAction", `There is no ${name}.`);
    const secret = secrets.get(input.SecretId ?? "");
    if (!secret) throw new Refusal("ResourceNotFoundException", "Can't find the specified secret.");
    return secret[operation](input);
  };

  return listen(async (request, response) => {
    const answer = (status: number, body: object) =>
      response
        .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(body));
    try {
      const [, operation] = String(request.headers["x-amz-target"]).split(".");
      answer(200, perform(operation, JSON.parse(await text(request))));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(400, { __type: error.type, message: error.message });
    }
  });
}
