import type { FunctionDefinition } from "./template.ts";

/** What the laptop calls the table. */
export const TABLE_NAME = "api-keys";

/** Region and credentials, by the names of their environment variables. */
export interface LocalAws {
  readonly AWS_REGION: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_SESSION_TOKEN?: string;
}

/** What the environment says of AWS. The embedded database takes anything; another one may look at it. */
export function localAws(): LocalAws {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  return {
    AWS_REGION: AWS_REGION ?? "local",
    AWS_ACCESS_KEY_ID: AWS_ACCESS_KEY_ID ?? "local",
    AWS_SECRET_ACCESS_KEY: AWS_SECRET_ACCESS_KEY ?? "local",
    ...(AWS_SESSION_TOKEN && { AWS_SESSION_TOKEN }),
  };
}

/**
 * The environment variables that a function has on the laptop: what the template says, and for its references
 * what there is here.
 *
 * @param keyRing the key ring as JSON, which takes the place of the secret that AWS has it in
 */
export function localVariables(
  definition: FunctionDefinition,
  tableName: string,
  keyRing: string,
): Record<string, string> {
  const variables = Object.entries(definition.environment).map(([name, value]) => {
    if (name === "KEY_RING_SECRET_ARN") return ["KEY_RING", keyRing];
    if (name === "TABLE_NAME") return [name, tableName];
    if (typeof value === "string") return [name, value];
    throw new Error(`${definition.name} needs ${name}, for which the laptop has nothing.`);
  });
  return Object.fromEntries(variables);
}
