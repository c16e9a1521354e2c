import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { KeyRingError } from "../../lib/key-ring/fields.ts";
import { type KeyRingSecrets, readKeyRingSecrets } from "../../lib/key-ring/secrets.ts";
import { CommandError } from "../command.ts";
import { type AwsAccess, ask, operatorAccess } from "./operator-access.ts";

const OUTPUT = "KeyRingSecret";

/**
 * The key ring of a deployed stack, got with the AWS credentials and region of the person at the terminal.
 *
 * @throws CommandError naming what is in the way
 */
export async function stackKeyRing(stackName: string): Promise<KeyRingSecrets> {
  const access = await operatorAccess();
  const json = await readSecret(await secretOf(stackName, access), stackName, access);
  try {
    return readKeyRingSecrets(json);
  } catch (error) {
    if (!(error instanceof KeyRingError)) throw error;
    throw new CommandError(`Stack ${stackName}: ${error.message}`);
  }
}

/** The name of the secret, as the stack tells it. */
async function secretOf(stackName: string, access: AwsAccess): Promise<string> {
  const missing = `There is no stack ${stackName} in the region ${access.region}.`;
  const describe = new DescribeStacksCommand({ StackName: stackName });
  const { Stacks = [] } = await ask(
    "cloudformation:DescribeStacks",
    () => new CloudFormationClient(access).send(describe),
    ({ message }) => (message.endsWith("does not exist") ? missing : undefined),
  );
  const output = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === OUTPUT);
  if (output?.OutputValue) return output.OutputValue;
  throw new CommandError(
    `The stack ${stackName} has no output ${OUTPUT}. Is it one of this service, and deployed to its end?`,
  );
}

async function readSecret(name: string, stackName: string, access: AwsAccess): Promise<string> {
  const missing = `The secret ${name} of the stack ${stackName} is gone.`;
  const get = new GetSecretValueCommand({ SecretId: name });
  const { SecretString = "" } = await ask(
    "secretsmanager:GetSecretValue",
    () => new SecretsManagerClient(access).send(get),
    (error) => (error.name === "ResourceNotFoundException" ? missing : undefined),
  );
  return SecretString;
}
