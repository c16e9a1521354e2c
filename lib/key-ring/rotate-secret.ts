import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerRotationEvent } from "aws-lambda";
import { RotationError } from "./rotation.ts";
import { type Done, rotationSteps } from "./rotation-steps.ts";
import { SecretVersions } from "./secret-versions.ts";

/**
 * Rotates a key ring in Secrets Manager, which calls the handler for each of a rotation's four steps.
 *
 * One rotation adds a signing key, and the next makes it current: by then every function has it. Nothing leaves
 * the ring. A step that fails leaves the ring in use as it is.
 *
 * @param arn the only secret to rotate
 * @returns the handler, which throws RotationError, KeyRingError or what the AWS SDK threw
 */
export function keyRingRotation(secrets: SecretsManagerClient, arn: string) {
  const versions = new SecretVersions(secrets, arn);
  return async (event: SecretsManagerRotationEvent): Promise<void> => {
    const { SecretId, ClientRequestToken: version, Step: step } = event;
    if (SecretId !== arn) throw new RotationError(`The only secret to rotate here is ${arn}.`);
    if (!Object.hasOwn(rotationSteps, step)) throw new RotationError("There is no such step.");
    const done = await take(step, versions, version);
    console.info({ step, secret: arn, version, ...done });
  };
}

async function take(
  step: keyof typeof rotationSteps,
  versions: SecretVersions,
  id: string,
): Promise<Done> {
  const { labels, rotationIsOff, rotatedAt } = await versions.describe();
  if (rotationIsOff) throw new RotationError("Rotation is turned off for the secret.");
  const itsLabels = labels.get(id) ?? [];
  const isPending = itsLabels.includes("AWSPENDING");
  if (itsLabels.includes("AWSCURRENT")) {
    if (isPending) await versions.endPending(id);
    return { did: "nothing: the version is in use already" };
  }
  if (!isPending) throw new RotationError(`The version ${id} is not AWSPENDING.`);
  return rotationSteps[step]({ versions, id, rotatedAt });
}
