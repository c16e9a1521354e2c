import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { isSecureUrl } from "../lib/oidc/secure-url.ts";
import { type Replicas, readReplicas } from "./replicas.ts";
import {
  count,
  type Given,
  given,
  mustBe,
  object,
  SettingError,
  text,
  texts,
  together,
} from "./setting.ts";

/** What an operator may choose for a deployment. */
export interface Settings {
  /** Names a deployment that stands beside the one without a name. */
  readonly stage: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly throttling: Readonly<Record<ThrottledRoute, Throttle>>;
  readonly logRetentionDays: RetentionDays;
  readonly alarmEmail: string | undefined;
  readonly domain: Domain | undefined;
  readonly openIdConnect: { readonly issuer: string; readonly audience: string } | undefined;
  readonly replicas: Replicas | undefined;
}

/** How often a route may be called: per second on average, and at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

export interface Domain {
  readonly name: string;
  readonly certificateArn: string;
  /** The Route 53 zone to put the name in. */
  readonly hostedZoneId: string | undefined;
}

type ThrottledRoute = keyof typeof defaultThrottling;

const defaultThrottling = {
  view: { rate: 500, burst: 1000 },
  reset: { rate: 50, burst: 100 },
  revoke: { rate: 50, burst: 100 },
  introspect: { rate: 1000, burst: 2000 },
} satisfies Record<string, Throttle>;

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
    throttling: readThrottling(given(context, "throttling") ?? {}),
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

function readThrottling(value: unknown): Settings["throttling"] {
  const routes = object(value, "throttling", Object.keys(defaultThrottling));
  const read = (route: ThrottledRoute): Throttle => {
    const label = `throttling.${route}`;
    const limits = object(routes[route] ?? {}, label, ["rate", "burst"]);
    const { rate, burst } = defaultThrottling[route];
    return {
      rate: count(limits, "rate", `${label}.rate`) ?? rate,
      burst: count(limits, "burst", `${label}.burst`) ?? burst,
    };
  };
  return {
    view: read("view"),
    reset: read("reset"),
    revoke: read("revoke"),
    introspect: read("introspect"),
  };
}

function readRetention(context: Given): RetentionDays {
  const days = count(context, "logRetentionDays");
  if (days === undefined) return RetentionDays.THREE_MONTHS;
  const possible = Object.values(RetentionDays).filter((one) => typeof one === "number");
  if (possible.includes(days) && days !== RetentionDays.INFINITE) return days;
  throw mustBe("logRetentionDays", `one of ${possible.slice(0, -1).join(", ")}`, days);
}

function readDomain(context: Given, region: string): Domain | undefined {
  const name = text(
    context,
    "domainName",
    (domain) => domain.length < 254 && /^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/.test(domain),
    "a domain name like keys.example.com",
  );
  const certificateArn = text(
    context,
    "certificateArn",
    (arn) => new RegExp(`^arn:aws[a-z-]*:acm:${region}:\\d{12}:certificate/[\\w-]+$`).test(arn),
    `the ARN of a certificate in ACM in the region of the stack, ${region}`,
  );
  const hostedZoneId = text(
    context,
    "hostedZoneId",
    (id) => /^Z[A-Z0-9]{1,31}$/.test(id),
    "the id of a Route 53 zone, like Z0123ABC",
  );
  together(context, ["domainName", "certificateArn"]);
  if (hostedZoneId !== undefined) together(context, ["hostedZoneId", "domainName"]);
  return name !== undefined && certificateArn !== undefined
    ? { name, certificateArn, hostedZoneId }
    : undefined;
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
