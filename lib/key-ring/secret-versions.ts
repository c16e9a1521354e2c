import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { RotationError } from "./rotation.ts";

/** One version of the key ring's secret. */
export interface SecretVersion {
  readonly id: string;
  /** The ring's text. */
  readonly json: string;
  /** When it was stored, in milliseconds since the epoch. */
  readonly createdAt: number;
}

/** A secret in Secrets Manager: its versions, and the labels that tell which one is in use. */
export class SecretVersions {
  readonly #secrets: SecretsManagerClient;
  readonly #secret: { readonly SecretId: string };

  /** @param arn the secret's ARN */
  constructor(secrets: SecretsManagerClient, arn: string) {
    this.#secrets = secrets;
    this.#secret = { SecretId: arn };
  }

  /** What Secrets Manager knows of the secret beside its values. */
  async describe() {
    const answer = await this.#secrets.send(new DescribeSecretCommand(this.#secret));
    return {
      labels: new Map(Object.entries(answer.VersionIdsToStages ?? {})),
      rotationIsOff: answer.RotationEnabled === false,
      /** When the last rotation was completed, in milliseconds since the epoch; 0 for never. */
      rotatedAt: answer.LastRotatedDate?.getTime() ?? 0,
    };
  }

  /** The version in use. */
  current(): Promise<SecretVersion> {
    return this.#read({ VersionStage: "AWSCURRENT" });
  }

  /** The version that a rotation has made, if it has. */
  async pending(id: string): Promise<SecretVersion | undefined> {
    try {
      return await this.#read({ VersionId: id, VersionStage: "AWSPENDING" });
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  /** Stores the version that a rotation makes. A second one with the same id is refused, unless it is the same. */
  async putPending(id: string, json: string): Promise<void> {
    const value = { ClientRequestToken: id, SecretString: json, VersionStages: ["AWSPENDING"] };
    await this.#secrets.send(new PutSecretValueCommand({ ...this.#secret, ...value }));
  }

  /**
   * Makes a version the one in use.
   *
   * @param before the id of the one in use until now: Secrets Manager refuses if it is not
   */
  async makeCurrent(id: string, before: string): Promise<void> {
    const move = { MoveToVersionId: id, RemoveFromVersionId: before };
    await this.#updateLabel("AWSCURRENT", move);
  }

  /** Takes the label AWSPENDING off a version: while one has it that is not in use, no other rotation can begin. */
  async endPending(id: string): Promise<void> {
    await this.#updateLabel("AWSPENDING", { RemoveFromVersionId: id });
  }

  async #read(which: { VersionId?: string; VersionStage: string }): Promise<SecretVersion> {
    const get = new GetSecretValueCommand({ ...this.#secret, ...which });
    const answer = await this.#secrets.send(get).catch((error) => {
      // what a parser says of half an answer quotes it, and the answer is the key ring
      if (error instanceof SyntaxError) throw new RotationError("An answer is not JSON.");
      throw error;
    });
    const { VersionId = "", SecretString = "", CreatedDate } = answer;
    if (!CreatedDate) throw new RotationError("A version of the secret has no date.");
    return { id: VersionId, json: SecretString, createdAt: CreatedDate.getTime() };
  }

  async #updateLabel(
    VersionStage: string,
    move: { MoveToVersionId?: string; RemoveFromVersionId: string },
  ): Promise<void> {
    const update = { ...this.#secret, VersionStage, ...move };
    await this.#secrets.send(new UpdateSecretVersionStageCommand(update));
  }
}
