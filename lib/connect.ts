import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ApiError } from "./api-error.ts";
import { RecordStore } from "./api-key/store.ts";
import type { Config } from "./config.ts";
import { openDatabase } from "./database.ts";
import { deadlineIn } from "./deadline.ts";
import { KeyRingError } from "./key-ring/fields.ts";
import { openKeyRing } from "./key-ring/key-ring.ts";
import { fetchedKeyRing, fixedKeyRing, type KeyRingSource } from "./key-ring/source.ts";
import { logOutage } from "./log.ts";
import { type Issuer, openIssuer } from "./oidc/issuer.ts";
import { asOutage, outage } from "./outage.ts";
import { patience } from "./patience.ts";
import { LONGEST_FETCH_MS, type Refetched } from "./refetched.ts";

/** What every endpoint stands on. */
export interface Service {
  readonly keyRing: KeyRingSource;
  readonly records: RecordStore;
  /** The OpenID Connect issuer whose access tokens are taken, where there is one. */
  readonly issuer?: Issuer;
}

/** How long a start waits for the issuer, which many requests don't need. */
const LONGEST_START_FOR_ISSUER_MS = 1000;

/**
 * Opens the key ring, the table and the issuer, once for the life of a function's process.
 *
 * @throws KeyRingError if the environment has a key ring that can't be used. One in Secrets Manager stops
 *   nothing, and no more does the issuer: until it can be had and used, each request that needs it asks again and is
 *   a 503.
 */
export async function connect(config: Config): Promise<Service> {
  const issuer = config.issuer && openIssuer(config.issuer);
  const [keyRing] = await Promise.all([
    openSource(config),
    issuer && fetchFirst(issuer.keys, LONGEST_START_FOR_ISSUER_MS),
  ]);
  return {
    records: new RecordStore(openDatabase(config.region), config.tableName),
    keyRing,
    ...(issuer && { issuer }),
  };
}

async function openSource({ keyRing, region }: Config): Promise<KeyRingSource> {
  if (keyRing.from === "environment") return fixedKeyRing(openKeyRing(keyRing.json));

  const secrets = new SecretsManagerClient({ region, ...patience });
  const get = new GetSecretValueCommand({ SecretId: keyRing.arn, VersionStage: "AWSCURRENT" });
  const source = fetchedKeyRing(async () => {
    const abortSignal = AbortSignal.timeout(LONGEST_FETCH_MS);
    const { SecretString = "" } = await secrets.send(get, { abortSignal }).catch((error) => {
      throw asRingError(error);
    });
    return SecretString;
  });
  await fetchFirst(source, LONGEST_FETCH_MS);
  return source;
}

/** Fetches what requests are going to need. A failure is logged, and is the matter of whichever needs it. */
async function fetchFirst(
  source: Pick<Refetched<unknown>, "current">,
  longestMs: number,
): Promise<void> {
  await source.current(deadlineIn(longestMs)).catch((error) => {
    if (!(error instanceof ApiError)) throw error;
    logOutage(error);
  });
}

/** What a failed call to Secrets Manager means: an outage, or a ring that we are refused. */
function asRingError(error: unknown): unknown {
  // what a parser says of half an answer quotes it, and the answer is the key ring
  if (error instanceof SyntaxError) return outage("an answer that is not JSON");
  const { $fault, name, message } = error as { $fault?: string; name: string; message: string };
  const meaning = asOutage(error);
  if (meaning instanceof ApiError || $fault !== "client") return meaning;
  return new KeyRingError(`Secrets Manager refuses it, ${name}: ${message}`);
}
