import { type Given, text, together } from "./setting.ts";

/** A name of the operator's own for the API. */
export interface Domain {
  readonly name: string;
  readonly certificateArn: string;
  /** The Route 53 zone to put the name in. */
  readonly hostedZoneId: string | undefined;
}

/**
 * Reads the settings `domainName`, `certificateArn` and `hostedZoneId`.
 *
 * @param region where the stack goes, and the certificate must be
 * @throws SettingError
 */
export function readDomain(context: Given, region: string): Domain | undefined {
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
