import type { IssuerSettings } from "./oidc/issuer.ts";
import { isSecureUrl } from "./oidc/secure-url.ts";

/** What a function needs to know to run: read once from its environment, then frozen. */
export interface Config {
  readonly region: string;
  readonly tableName: string;
  readonly keyRing:
    | { readonly from: "secret"; readonly arn: string }
    | { readonly from: "environment"; readonly json: string };
  /** The OpenID Connect issuer whose access tokens are user tokens too, if any. */
  readonly issuer?: IssuerSettings;
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
 * `OIDC_ISSUER` and `OIDC_AUDIENCE` name the OpenID Connect issuer whose access tokens are taken, and what it
 * calls this service; without the two there is none.
 *
 * @throws ConfigError naming all missing variables at once, or both ring variables where both are set, or what is
 *   wrong with the issuer
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

  const issuer = readIssuer(env);
  return Object.freeze({
    region: AWS_REGION,
    tableName: TABLE_NAME,
    keyRing: Object.freeze(
      KEY_RING_SECRET_ARN
        ? { from: "secret" as const, arn: KEY_RING_SECRET_ARN }
        : { from: "environment" as const, json: KEY_RING ?? "" },
    ),
    ...(issuer && { issuer }),
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

/** An issuer's identifier has neither query nor fragment (OpenID Connect Discovery 1.0 §3, RFC 8414 §2). */
function readIssuer({
  OIDC_ISSUER: url,
  OIDC_AUDIENCE: audience,
}: Readonly<Record<string, string | undefined>>): IssuerSettings | undefined {
  if (!url && !audience) return undefined;
  if (!url || !audience) {
    const [set, missing] = url
      ? ["OIDC_ISSUER", "OIDC_AUDIENCE"]
      : ["OIDC_AUDIENCE", "OIDC_ISSUER"];
    throw new ConfigError(`${set} is set, so set ${missing} too, or neither.`);
  }
  if (!isSecureUrl(url) || /[?#]/.test(url)) {
    throw new ConfigError(
      "OIDC_ISSUER must be an https URL without user name, query and fragment; http is for this machine alone.",
    );
  }
  return Object.freeze({ url, audience });
}
