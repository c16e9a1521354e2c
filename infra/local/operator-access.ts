import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CommandError } from "../command.ts";

/** What the SDK's clients need to act for the person at the terminal. */
export type AwsAccess = Awaited<ReturnType<typeof operatorAccess>>;

/** As much patience as a person at a terminal has. */
const requestHandler = {
  connectionTimeout: 5000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
};

const REFUSED_CREDENTIALS = [
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "RequestExpired",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
];

/**
 * The region and the credentials of the person at the terminal, found as the AWS CLI finds them: environment,
 * profile, SSO.
 *
 * @throws CommandError if there is no region, or are no credentials
 */
export async function operatorAccess() {
  const { config } = new CloudFormationClient();
  const region = await config.region().catch(() => {
    throw new CommandError(
      "Which region is the stack in? Set AWS_REGION, or AWS_PROFILE to a profile that has one.",
    );
  });
  const credentials = await config.credentials().catch((error: Error) => {
    throw new CommandError(
      `Sign in to AWS first, and set AWS_PROFILE if need be. (${line(error)})`,
    );
  });
  return { region, credentials, requestHandler };
}

/**
 * Makes one call to AWS. What goes wrong becomes one line for the person at the terminal.
 *
 * @param action the call's name in IAM policies
 * @param explain gives the line for an error that means something here
 * @throws CommandError
 */
export async function ask<Answer>(
  action: string,
  call: () => Promise<Answer>,
  explain: (error: Error) => string | undefined,
): Promise<Answer> {
  try {
    return await call();
  } catch (thrown) {
    const error = thrown as Error;
    throw new CommandError(explain(error) ?? sentence(action, error));
  }
}

function sentence(action: string, error: Error): string {
  if (REFUSED_CREDENTIALS.includes(error.name)) {
    return `AWS does not take these credentials: sign in again. (${line(error)})`;
  }
  if (error.name.startsWith("AccessDenied")) {
    return `These AWS credentials may not call ${action}. (${line(error)})`;
  }
  return `AWS can't answer ${action}. (${line(error)})`;
}

/** An error's text without line breaks; where it has none, its code or name. */
function line({ message, name, ...more }: NodeJS.ErrnoException): string {
  return message.replace(/\s+/g, " ").trim() || more.code || name;
}
