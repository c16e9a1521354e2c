import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readRotationConfig } from "../lib/config.ts";
import { keyRingRotation } from "../lib/key-ring/rotate-secret.ts";
import { patience } from "../lib/patience.ts";

const { region, keyRingArn } = readRotationConfig(process.env);
const secrets = new SecretsManagerClient({ region, ...patience });

/** Rotation of the key ring by Secrets Manager: a new signing key, and the one of the rotation before made current. */
export const handler = keyRingRotation(secrets, keyRingArn);
