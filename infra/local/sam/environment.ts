import type { LocalAws } from "../environment.ts";

/** Stands in the template for a value that sam puts in from its own environment, so that it is in no file. */
export const FROM_SAM = "from the environment of sam";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Credentials for containers: never the ones that the person at the terminal has. */
export const samAws = ({ AWS_REGION }: LocalAws): LocalAws => ({
  AWS_REGION,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
});

/**
 * The environment to run sam in. sam hands its own credentials on to the containers, and its own variables to
 * every function that declares one of the name, whatever the template says: so nothing of AWS is left in it, and
 * of what the functions declare the key ring alone.
 *
 * @param env the environment of this process
 * @param declared the names of all variables that functions have
 * @param keyRing the key ring as JSON
 */
export function samEnvironment(
  env: NodeJS.ProcessEnv,
  declared: readonly string[],
  aws: LocalAws,
  keyRing: string,
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !name.startsWith("AWS_") && !declared.includes(name),
  );
  return {
    ...Object.fromEntries(kept),
    ...aws,
    AWS_DEFAULT_REGION: aws.AWS_REGION,
    KEY_RING: keyRing,
  };
}

/** The address by which a container reaches a server on this machine. */
export function fromContainer(endpoint: string): string {
  const url = new URL(endpoint);
  if (LOOPBACK.includes(url.hostname)) url.hostname = "host.docker.internal";
  return url.href;
}
