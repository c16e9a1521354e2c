import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { isSecureUrl } from "../lib/oidc/secure-url.ts";
import { type Domain, readDomain } from "./domain.ts";
import { type Replicas, readReplicas } from "./replicas.ts";
import { count, type Given, mustBe, SettingError, text, texts, together } from "./setting.ts";
import { readThrottling, type Throttling } from "./throttling.ts";

/** What an operator may choose for a deployment. */
export interface Settings {
  /** Names a deployment that stands beside the one without a name. */
  readonly stage: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly throttling: Throttling;
  readonly logRetentionDays: RetentionDays;
  readonly alarmEmail: string | undefined;
  readonly domain: Domain | undefined;
  readonly openIdConnect: { readonly issuer: string; readonly audience: string } | undefined;
  readonly replicas: Replicas | undefined;
}

const NAMES = [
  "stage",
  "corsOrigins",
  "throttling",
  "logRetentionDays",
  "alarmEmail",
  "domainName",
  "certificateArn",
  "hostedZoneId",
  "oidcIssuer",
  "oidcAudience",
  "tableReplicas",
  "tableWitness",
];

/** Names in CDK's own context that look as ours might. */
const OF_CDK = ["acknowledged-issue-numbers", "cdk-migrate"];

/**
 * Reads the settings from a CDK app's context: `context` in cdk.json, and `-c NAME=VALUE`, which comes first.
 *
 * @param region where the stack goes
 * @throws SettingError naming the setting at fault and saying what it must be
 */
export function readSettings(context: Given, region: string): Settings {
  const known = [...NAMES, ...OF_CDK];
  const unknown = Object.keys(context).find(
    (name) => !/[@:/]/.test(name) && !known.includes(name), // CDK's other names have one of these
  );
  if (unknown !== undefined) {
    throw new SettingError(`There is no setting "${unknown}". There are ${NAMES.join(", ")}.`);
  }
  return {
    stage: text(
      context,
      "stage",
      (name) => /^[a-z][a-z0-9-]{0,31}$/.test(name),
      "up to 32 of a-z, 0-9 and -, beginning with a letter",
    ),
    corsOrigins: texts(
      context,
      "corsOrigins",
      isOrigin,
      "origins like https://app.example.com, without a path, or *",
    ) ?? ["*"],
    throttling: readThrottling(context),
    logRetentionDays: readRetention(context),
    alarmEmail: text(
      context,
      "alarmEmail",
      (address) => /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(address),
      "an e-mail address",
    ),
    domain: readDomain(context, region),
    openIdConnect: readOpenIdConnect(context),
    replicas: readReplicas(context, region),
  };
}

/** An origin (RFC 6454 §6.2), or what API Gateway takes for all of them, or all of a scheme. */
function isOrigin(origin: string): boolean {
  if (["*", "https://*", "http://*"].includes(origin)) return true;
  return /^https?:[^*]+$/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}

function readRetention(context: Given): RetentionDays {
  const days = count(context, "logRetentionDays");
  if (days === undefined) return RetentionDays.THREE_MONTHS;
  const possible = Object.values(RetentionDays).filter((one) => typeof one === "number");
  if (possible.includes(days) && days !== RetentionDays.INFINITE) return days;
  throw mustBe("logRetentionDays", `one of ${possible.slice(0, -1).join(", ")}`, days);
}

function readOpenIdConnect(context: Given): Settings["openIdConnect"] {
  const issuer = text(
    context,
    "oidcIssuer",
    (url) => /^https:\/\/[^/]/.test(url) && isSecureUrl(url) && !/[?#]/.test(url),
    "an https URL without query and fragment",
  );
  const audience = text(
    context,
    "oidcAudience",
    (aud) => aud.trim() === aud,
    "what the issuer's tokens for this API have as aud",
  );
  together(context, ["oidcIssuer", "oidcAudience"]);
  return issuer !== undefined && audience !== undefined ? { issuer, audience } : undefined;
}
