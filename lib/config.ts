/** What a function needs to know to run: read once from its environment, then frozen. */
export interface Config {
  readonly region: string;
  readonly tableName: string;
  readonly keyRing:
    | { readonly from: "secret"; readonly arn: string }
    | { readonly from: "environment"; readonly json: string };
}

/** The environment does not say what the service needs. The message names every variable to set. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the settings of a function from its environment variables.
 *
 * `TABLE_NAME` is the DynamoDB table, `AWS_REGION` where it lives. The key ring is the Secrets Manager
 * secret `KEY_RING_SECRET_ARN` or, outside AWS, the JSON text in `KEY_RING`.
 *
 * @throws ConfigError naming all missing variables at once, or both ring variables where both are set
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { AWS_REGION, TABLE_NAME, KEY_RING_SECRET_ARN, KEY_RING } = env;

  if (KEY_RING_SECRET_ARN && KEY_RING) {
    throw new ConfigError("Set KEY_RING_SECRET_ARN or KEY_RING, not both.");
  }
  if (!AWS_REGION || !TABLE_NAME || !(KEY_RING_SECRET_ARN || KEY_RING)) {
    const ring = { "KEY_RING_SECRET_ARN (or KEY_RING)": KEY_RING_SECRET_ARN || KEY_RING };
    throw missing({ AWS_REGION, TABLE_NAME, ...ring });
  }

  return Object.freeze({
    region: AWS_REGION,
    tableName: TABLE_NAME,
    keyRing: Object.freeze(
      KEY_RING_SECRET_ARN
        ? { from: "secret" as const, arn: KEY_RING_SECRET_ARN }
        : { from: "environment" as const, json: KEY_RING ?? "" },
    ),
  });
}

/** What the function that rotates the key ring needs to know. */
export interface RotationConfig {
  readonly region: string;
  /** ARN of the key ring's secret. */
  readonly keyRingArn: string;
}

/**
 * Reads the settings of the rotation function, `AWS_REGION` and `KEY_RING_SECRET_ARN`, as {@link readConfig} does.
 *
 * @throws ConfigError naming all missing variables at once
 */
export function readRotationConfig(
  env: Readonly<Record<string, string | undefined>>,
): RotationConfig {
  const { AWS_REGION, KEY_RING_SECRET_ARN } = env;
  if (!AWS_REGION || !KEY_RING_SECRET_ARN) throw missing({ AWS_REGION, KEY_RING_SECRET_ARN });
  return Object.freeze({ region: AWS_REGION, keyRingArn: KEY_RING_SECRET_ARN });
}

function missing(settings: Readonly<Record<string, string | undefined>>): ConfigError {
  const names = Object.keys(settings).filter((name) => !settings[name]);
  return new ConfigError(`Missing from the environment: ${names.join(", ")}.`);
}
