import { randomUUID } from "node:crypto";
import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll } from "@jest/globals";
import type { SecretsManagerRotationEvent } from "aws-lambda";
import { type Fault, startFaultProxy } from "./fault-proxy.ts";
import { close } from "./http.ts";
import { startSecretsEmulator } from "./secrets-emulator.ts";

type Step = SecretsManagerRotationEvent["Step"];

/** Of a rotation, in their order. */
export const steps: readonly Step[] = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** Whether it is our own emulator that the tests run against: it keeps time by `Date.now`. */
export const isEmulated = !process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;

/**
 * The Secrets Manager that AWS_ENDPOINT_URL_SECRETS_MANAGER names, or else an emulator, which fails when it is told
 * to. From then on AWS_ENDPOINT_URL_SECRETS_MANAGER names it; it is closed after the file's tests.
 */
export async function startRotatingSecretsManager() {
  const faults = new Map<string, Fault[]>();
  const asked: string[] = [];
  const emulator = isEmulated ? await startSecretsEmulator() : undefined;
  const target = emulator?.url ?? process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? "";
  const proxy = await startFaultProxy(target, ({ operation }) => {
    asked.push(operation);
    return faults.get(operation)?.shift();
  });
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = proxy.url;
  afterAll(async () => {
    await proxy.close();
    if (emulator) await close(emulator.server);
  });
  return {
    /** The operation of every request so far. */
    asked,
    /** Breaks the next requests of an operation, one fault each. */
    next: (operation: string, ...list: Fault[]) => {
      faults.set(operation, list);
    },
    /** Past the proxy, which is for the functions. */
    client: new SecretsManagerClient({ endpoint: target }),
  };
}

let starts = 0;

/** A new secret that holds a ring, and the rotation function for it. */
export async function newRotatedSecret(client: SecretsManagerClient, ring: object) {
  const create = new CreateSecretCommand({
    Name: randomUUID(),
    SecretString: JSON.stringify(ring),
  });
  const { ARN: arn = "" } = await client.send(create);
  process.env.KEY_RING_SECRET_ARN = arn;
  starts++;
  const { handler } = await import(`../../functions/rotate.ts?start=${starts}`);

  const secret = {
    arn,
    /** The version with a label: the ring in use, unless told. */
    read: async (VersionStage = "AWSCURRENT") => {
      const get = new GetSecretValueCommand({ SecretId: arn, VersionStage });
      const { SecretString = "", CreatedDate, VersionId } = await client.send(get);
      return { text: SecretString, ring: JSON.parse(SecretString), CreatedDate, VersionId };
    },
    /** The labels of a version. */
    labelsOf: async (version: string) => {
      const { VersionIdsToStages } = await client.send(
        new DescribeSecretCommand({ SecretId: arn }),
      );
      return VersionIdsToStages?.[version] ?? [];
    },
    /** What an operator does by hand: puts another ring in use. */
    edit: async (ring: unknown) => {
      const text = typeof ring === "string" ? ring : JSON.stringify(ring);
      await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: text }));
    },
    /** Begins a rotation, and gives the id of its version. Nobody calls the function but {@link secret.take}. */
    begin: async () => {
      const id = randomUUID();
      const rotate = new RotateSecretCommand({
        SecretId: arn,
        ClientRequestToken: id,
        RotationLambdaARN: "arn:aws:lambda:eu-central-1:000000000000:function:Rotate",
        RotationRules: { AutomaticallyAfterDays: 90 },
      });
      await client.send(rotate).catch((error) => {
        // moto begins the rotation, and then finds no such function to call
        if (isEmulated || !(error instanceof ResourceNotFoundException)) throw error;
      });
      return id;
    },
    /** Stores what a rotation should have made. */
    putPending: (id: string, SecretString: string) => {
      const value = { ClientRequestToken: id, SecretString, VersionStages: ["AWSPENDING"] };
      return client.send(new PutSecretValueCommand({ SecretId: arn, ...value }));
    },
    /** Turns rotation off. */
    turnOff: () => client.send(new CancelRotateSecretCommand({ SecretId: arn })),
    /** Takes steps of a rotation, all four unless told. */
    take: async (id: string, which: readonly string[] = steps) => {
      for (const Step of which) await handler({ Step, SecretId: arn, ClientRequestToken: id });
    },
    /** Rotates once, from beginning to end. */
    rotate: async () => {
      const id = await secret.begin();
      await secret.take(id);
      return id;
    },
    handler,
  };
  return secret;
}
