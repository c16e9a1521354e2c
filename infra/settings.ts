import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { count, type Given, given, mustBe, object, SettingError, text, texts } from "./setting.ts";

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

/** The table's regions besides its own. */
export interface Replicas {
  readonly regions: readonly string[];
  /** The region that keeps a log of the writes, and no table. */
  readonly witness: string | undefined;
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

const STAGE = /^[a-z][a-z0-9-]{0,31}$/;
const ORIGIN = /^(\*|https?:\/\/[a-z0-9.-]+(:\d{1,5})?)$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const CERTIFICATE = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/;
const ZONE = /^Z[A-Z0-9]{1,31}$/;
const ISSUER = /^https:\/\/[^\s?#]+$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * Reads the settings from a CDK app's context: `context` in cdk.json, and `-c NAME=VALUE`, which comes first.
 *
 * @throws SettingError naming the setting at fault and saying what it must be
 */
export function readSettings(context: Given): Settings {
  const unknown = Object.keys(context).find((name) => isOurs(name) && !NAMES.includes(name));
  if (unknown !== undefined) {
    throw new SettingError(`There is no setting "${unknown}". There are ${NAMES.join(", ")}.`);
  }
  return {
    stage: text(context, "stage", STAGE, "up to 32 of a-z, 0-9 and -, beginning with a letter"),
    corsOrigins: texts(
      context,
      "corsOrigins",
      ORIGIN,
      "origins like https://app.example.com, without a path, or *",
    ) ?? ["*"],
    throttling: readThrottling(given(context, "throttling") ?? {}),
    logRetentionDays: readRetention(context),
    alarmEmail: text(context, "alarmEmail", EMAIL, "an e-mail address"),
    domain: readDomain(context),
    openIdConnect: readOpenIdConnect(context),
    replicas: readReplicas(context),
  };
}

/** CDK's own context has names with @, :, / or -. */
function isOurs(name: string): boolean {
  return /^[A-Za-z]+$/.test(name);
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

function readDomain(context: Given): Domain | undefined {
  const name = text(context, "domainName", DOMAIN, "a domain name like keys.example.com");
  const certificateArn = text(
    context,
    "certificateArn",
    CERTIFICATE,
    "the ARN of a certificate in ACM, in the region of the stack",
  );
  const hostedZoneId = text(
    context,
    "hostedZoneId",
    ZONE,
    "the id of a Route 53 zone, like Z0123ABC",
  );
  if (name === undefined && certificateArn === undefined && hostedZoneId === undefined) return;
  if (name === undefined)
    throw mustBe("domainName", "given too, as the domain's other settings are");
  if (certificateArn === undefined) throw mustBe("certificateArn", "given with domainName");
  return { name, certificateArn, hostedZoneId };
}

function readOpenIdConnect(context: Given): Settings["openIdConnect"] {
  const issuer = text(context, "oidcIssuer", ISSUER, "an https URL without query and fragment");
  const audience = text(
    context,
    "oidcAudience",
    /\S/,
    "what the issuer's tokens for this API have as aud",
  );
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined) throw mustBe("oidcIssuer", "given with oidcAudience");
  if (audience === undefined) throw mustBe("oidcAudience", "given with oidcIssuer");
  return { issuer, audience };
}

function readReplicas(context: Given): Replicas | undefined {
  const wanted = "names of AWS regions, like eu-west-1";
  const regions = texts(context, "tableReplicas", REGION, wanted);
  const witness = text(context, "tableWitness", REGION, "the name of an AWS region");
  if (regions === undefined && witness === undefined) return undefined;
  const all = [...(regions ?? []), ...(witness === undefined ? [] : [witness])];
  if (regions && all.length === 2 && new Set(all).size === 2) return { regions, witness };
  throw mustBe(
    "tableReplicas",
    "two regions, or one and a tableWitness: with the table's own that is three, which DynamoDB needs for strong " +
      "consistency. Any other table in several regions is only eventually consistent, and a key revoked in one " +
      "region would go on working in another",
  );
}
