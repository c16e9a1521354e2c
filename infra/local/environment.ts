import type { FunctionDefinition } from "./template.ts";

/** Region and credentials. The embedded database takes any; another one may look at them. */
export function localAws() {
  return {
    AWS_REGION: process.env.AWS_REGION ?? "local",
    AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? "local",
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? "local",
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
