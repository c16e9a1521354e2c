import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { listen } from "./http.ts";

interface Version {
  value?: string;
  labels: Set<string>;
  createdAt: number;
}

interface Secret {
  arn: string;
  versions: Map<string, Version>;
  rotationIsOn?: boolean;
  rotatedAt?: number;
}

type Input = Record<string, string> & { VersionStages?: string[] };

class Refusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/**
 * Secrets Manager's API on loopback, as far as a rotation needs it: versions, their labels, and who is refused.
 * It keeps time by `Date.now`. RotateSecret begins a rotation and calls nobody.
 */
export function startSecretsEmulator() {
  const secrets = new Map<string, Secret>();
  return listen(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const answer = (status: number, body: object) =>
      response
        .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(body));
    try {
      const input: Input = JSON.parse(await text(request));
      if (operation === "CreateSecret") answer(200, createSecret(secrets, input));
      else answer(200, perform(operation, secretOf(secrets, input), input));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(400, { __type: error.type, message: error.message });
    }
  });
}

function createSecret(secrets: Map<string, Secret>, input: Input) {
  const arn = `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${input.Name}-abc123`;
  const secret: Secret = { arn, versions: new Map() };
  secrets.set(arn, secret);
  return putValue(secret, input);
}

function secretOf(secrets: Map<string, Secret>, { SecretId = "" }: Input): Secret {
  const secret = secrets.get(SecretId);
  if (secret) return secret;
  throw new Refusal("ResourceNotFoundException", "can't find the specified secret");
}

function perform(operation: string, secret: Secret, input: Input) {
  switch (operation) {
    case "DescribeSecret":
      return describe(secret);
    case "GetSecretValue":
      return getValue(secret, input);
    case "PutSecretValue":
      return putValue(secret, input);
    case "UpdateSecretVersionStage":
      return updateLabel(secret, input);
    case "RotateSecret":
      return beginRotation(secret, input);
    case "CancelRotateSecret":
      secret.rotationIsOn = false;
      return { ARN: secret.arn };
    default:
      throw new Refusal("InvalidAction", operation);
  }
}

function describe({ arn, versions, rotationIsOn, rotatedAt }: Secret) {
  const labelled = [...versions].filter(([, { labels }]) => labels.size > 0);
  return {
    ARN: arn,
    RotationEnabled: rotationIsOn,
    LastRotatedDate: rotatedAt && rotatedAt / 1000,
    VersionIdsToStages: Object.fromEntries(labelled.map(([id, { labels }]) => [id, [...labels]])),
  };
}

function getValue(secret: Secret, { VersionId, VersionStage = "AWSCURRENT" }: Input) {
  const id = VersionId ?? holder(secret, VersionStage) ?? "";
  const version = secret.versions.get(id);
  if (version && !version.labels.has(VersionStage)) {
    throw new Refusal("InvalidRequestException", "the VersionStage is not the VersionId's");
  }
  if (version?.value === undefined) {
    throw new Refusal("ResourceNotFoundException", "can't find the specified secret value");
  }
  return {
    ARN: secret.arn,
    CreatedDate: version.createdAt / 1000,
    SecretString: version.value,
    VersionId: id,
    VersionStages: [...version.labels],
  };
}

function putValue(secret: Secret, input: Input) {
  const { ClientRequestToken: id = randomUUID(), SecretString: value = "", VersionStages } = input;
  const present = secret.versions.get(id)?.value;
  if (present !== undefined && present !== value) {
    throw new Refusal("ResourceExistsException", "the ClientRequestToken is in use already");
  }
  if (present === undefined) {
    secret.versions.set(id, { value, labels: new Set(), createdAt: Date.now() });
    for (const label of VersionStages ?? ["AWSCURRENT"]) moveLabel(secret, label, id);
  }
  return { ARN: secret.arn, VersionId: id };
}

function updateLabel(secret: Secret, input: Input) {
  const { VersionStage: label = "", MoveToVersionId: to, RemoveFromVersionId: from } = input;
  const now = holder(secret, label);
  if (now !== from && now !== to) {
    throw new Refusal("InvalidParameterException", `${label} is on the version ${now}`);
  }
  if (to === undefined) {
    if (label === "AWSCURRENT") throw new Refusal("InvalidParameterException", "it must stay");
    secret.versions.get(from ?? "")?.labels.delete(label);
  } else {
    const isPending = secret.versions.get(to)?.labels.has("AWSPENDING");
    if (label === "AWSCURRENT" && isPending) secret.rotatedAt = Date.now();
    moveLabel(secret, label, to);
  }
  return { ARN: secret.arn };
}

function beginRotation(secret: Secret, { ClientRequestToken: id = randomUUID() }: Input) {
  const pending = secret.versions.get(holder(secret, "AWSPENDING") ?? "");
  if (pending && !pending.labels.has("AWSCURRENT")) {
    throw new Refusal("InvalidRequestException", "A previous rotation isn't complete.");
  }
  secret.versions.set(id, { labels: new Set(), createdAt: Date.now() });
  moveLabel(secret, "AWSPENDING", id);
  secret.rotationIsOn = true;
  return { ARN: secret.arn, VersionId: id };
}

function holder({ versions }: Secret, label: string): string | undefined {
  return [...versions].find(([, { labels }]) => labels.has(label))?.[0];
}

/** A label is on one version at most. AWSPREVIOUS is wherever AWSCURRENT was. */
function moveLabel(secret: Secret, label: string, to: string): void {
  const from = holder(secret, label);
  if (from === to) return;
  secret.versions.get(from ?? "")?.labels.delete(label);
  secret.versions.get(to)?.labels.add(label);
  if (label === "AWSCURRENT" && from !== undefined) moveLabel(secret, "AWSPREVIOUS", from);
}
