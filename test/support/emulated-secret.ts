import { randomUUID } from "node:crypto";

interface Version {
  value?: string;
  labels: Set<string>;
  createdAt: number;
}

/** The members of a request, as Secrets Manager names them. */
export type Input = Readonly<Record<string, string> & { VersionStages?: string[] }>;

/** What Secrets Manager refuses, by the name of its exception. */
export class Refusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** One secret as Secrets Manager keeps it: its versions, and the labels that are each on one of them at most. */
export class EmulatedSecret {
  readonly arn: string;
  readonly #versions = new Map<string, Version>();
  #rotationIsOn: boolean | undefined;
  #rotatedAt: number | undefined;

  constructor(arn: string) {
    this.arn = arn;
  }

  DescribeSecret() {
    const labelled = [...this.#versions].filter(([, { labels }]) => labels.size > 0);
    return {
      ARN: this.arn,
      RotationEnabled: this.#rotationIsOn,
      LastRotatedDate: this.#rotatedAt && this.#rotatedAt / 1000,
      VersionIdsToStages: Object.fromEntries(labelled.map(([id, { labels }]) => [id, [...labels]])),
    };
  }

  GetSecretValue({ VersionId, VersionStage = "AWSCURRENT" }: Input) {
    const id = VersionId ?? this.#holderOf(VersionStage) ?? "";
    const version = this.#versions.get(id);
    if (version && !version.labels.has(VersionStage)) {
      throw new Refusal("InvalidRequestException", "The VersionStage is not the VersionId's.");
    }
    if (version?.value === undefined) {
      throw new Refusal("ResourceNotFoundException", "Can't find the specified secret value.");
    }
    return {
      ARN: this.arn,
      CreatedDate: version.createdAt / 1000,
      SecretString: version.value,
      VersionId: id,
      VersionStages: [...version.labels],
    };
  }

  PutSecretValue(input: Input) {
    const { ClientRequestToken: id = randomUUID(), SecretString: value = "" } = input;
    const present = this.#versions.get(id)?.value;
    if (present !== undefined && present !== value) {
      throw new Refusal("ResourceExistsException", "The ClientRequestToken is in use already.");
    }
    if (present === undefined) {
      this.#versions.set(id, { value, labels: new Set(), createdAt: Date.now() });
      for (const label of input.VersionStages ?? ["AWSCURRENT"]) this.#moveLabel(label, id);
    }
    return { ARN: this.arn, VersionId: id };
  }

  UpdateSecretVersionStage(input: Input) {
    const { VersionStage: label = "", MoveToVersionId: to, RemoveFromVersionId: from } = input;
    const holder = this.#holderOf(label);
    if (holder !== from && holder !== to) {
      throw new Refusal("InvalidParameterException", `${label} is on the version ${holder}.`);
    }
    if (to !== undefined) {
      const ends = label === "AWSCURRENT" && this.#versions.get(to)?.labels.has("AWSPENDING");
      if (ends) this.#rotatedAt = Date.now();
      this.#moveLabel(label, to);
    } else if (label === "AWSCURRENT") {
      throw new Refusal("InvalidParameterException", "AWSCURRENT can only be moved.");
    } else {
      this.#versions.get(from ?? "")?.labels.delete(label);
    }
    return { ARN: this.arn };
  }

  /** Begins a rotation, and calls nobody. */
  RotateSecret({ ClientRequestToken: id = randomUUID() }: Input) {
    const pending = this.#versions.get(this.#holderOf("AWSPENDING") ?? "");
    if (pending && !pending.labels.has("AWSCURRENT")) {
      throw new Refusal("InvalidRequestException", "A previous rotation isn't complete.");
    }
    this.#versions.set(id, { labels: new Set(), createdAt: Date.now() });
    this.#moveLabel("AWSPENDING", id);
    this.#rotationIsOn = true;
    return { ARN: this.arn, VersionId: id };
  }

  CancelRotateSecret() {
    this.#rotationIsOn = false;
    return { ARN: this.arn };
  }

  #holderOf(label: string): string | undefined {
    return [...this.#versions].find(([, { labels }]) => labels.has(label))?.[0];
  }

  /** AWSPREVIOUS is wherever AWSCURRENT was before. */
  #moveLabel(label: string, to: string): void {
    const from = this.#holderOf(label);
    if (from === to) return;
    this.#versions.get(from ?? "")?.labels.delete(label);
    this.#versions.get(to)?.labels.add(label);
    if (label === "AWSCURRENT" && from !== undefined) this.#moveLabel("AWSPREVIOUS", from);
  }
}
