import type { SecretsManagerRotationEvent } from "aws-lambda";
import { openKeyRing } from "./key-ring.ts";
import {
  lastAdded,
  type NewSigningKey,
  type NextKeyRing,
  newSigningKey,
  RotationError,
  rotateKeyRing,
} from "./rotation.ts";
import type { SecretVersion, SecretVersions } from "./secret-versions.ts";

/** Functions keep a ring for five minutes: after twice that, none meets a key of it that it does not have. */
const KNOWN_EVERYWHERE_AFTER_MS = 10 * 60_000;

/** One rotation under way. */
export interface Rotation {
  readonly versions: SecretVersions;
  /** The id of the version that it makes. */
  readonly id: string;
  /** When the rotation before it was completed, in milliseconds since the epoch; 0 for never. */
  readonly rotatedAt: number;
}

/** What a step did, for the log, and which signing keys it is about. */
export interface Done {
  readonly did: string;
  readonly added?: string;
  readonly current?: string;
}

type Step = SecretsManagerRotationEvent["Step"];

/**
 * The steps that Secrets Manager takes, in this order. Each can be repeated.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export const rotationSteps: Readonly<Record<Step, (rotation: Rotation) => Promise<Done>>> = {
  createSecret,
  setSecret: async () => ({ did: "nothing: nobody has to be told of a signing key" }),
  testSecret,
  finishSecret,
};

async function createSecret({ versions, id, rotatedAt }: Rotation): Promise<Done> {
  if (await versions.pending(id)) return { did: "nothing: the next ring is made already" };
  const added = newSigningKey();
  const current = await versions.current();
  const next = rotateKeyRing(current.json, added);
  assertKnownEverywhere(next, current, rotatedAt);
  await versions.putPending(id, next.json);
  return { did: "made the next ring", ...changes(next, added) };
}

async function testSecret(rotation: Rotation): Promise<Done> {
  const pending = await rotation.versions.pending(rotation.id);
  const current = await rotation.versions.current();
  if (pending && pending.json !== current.json) {
    return { did: "tested the next ring", ...(await testRing(pending, current, rotation)) };
  }
  // where a schedule is set and nothing rotated yet, Secrets Manager tries this step alone
  openKeyRing(current.json);
  return { did: "tested the ring in use: there is no other" };
}

async function finishSecret(rotation: Rotation): Promise<Done> {
  const { versions, id } = rotation;
  const pending = await versions.pending(id);
  if (!pending) throw new RotationError(`The version ${id} has no ring yet.`);
  const current = await versions.current();
  const tested = await testRing(pending, current, rotation);
  await versions.makeCurrent(id, current.id);
  await versions.endPending(id);
  return { did: "put the next ring in use", ...tested };
}

/** Throws unless a ring is what comes after the one in use; where it is not, ends the rotation that made it. */
async function testRing(
  pending: SecretVersion,
  current: SecretVersion,
  { versions, id, rotatedAt }: Rotation,
): Promise<Omit<Done, "did">> {
  const added = lastAdded(pending.json);
  const isNewest = added && added.kid > (lastAdded(current.json)?.kid ?? "");
  const next = isNewest ? rotateKeyRing(current.json, added) : undefined;
  if (!added || next?.json !== pending.json) {
    await versions.endPending(id);
    throw new RotationError(
      `The ring in use is not the one that version ${id} was made from. Nothing is rotated: rotate again.`,
    );
  }
  assertKnownEverywhere(next, current, rotatedAt);
  openKeyRing(pending.json);
  return changes(next, added);
}

/** Throws while there may be functions that lack the signing key that becomes current. */
function assertKnownEverywhere(
  { promoted }: NextKeyRing,
  { createdAt }: SecretVersion,
  rotatedAt: number,
): void {
  const inUseSince = Math.max(createdAt, rotatedAt);
  if (promoted && Date.now() - inUseSince < KNOWN_EVERYWHERE_AFTER_MS) {
    throw new RotationError(
      `The ring in use is newer than ten minutes: functions may not have the signing key ${promoted} yet.`,
    );
  }
}

function changes({ promoted }: NextKeyRing, { kid }: NewSigningKey): Omit<Done, "did"> {
  return { added: kid, ...(promoted && { current: promoted }) };
}
