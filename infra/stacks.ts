import { join } from "node:path";
import type { App } from "aws-cdk-lib";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { bundleFunctions } from "./bundle.ts";
import { ReplicaStack } from "./replica-stack.ts";
import { readSettings } from "./settings.ts";
import { ApiKeyStack } from "./stack.ts";

/**
 * Bundles the functions into the app's folder, and adds the stack that deploys them with the settings in the app's
 * context; and one more for each region that the table has a replica in.
 *
 * @returns the stack with the table and the key ring
 * @throws SettingError if a setting can't be used
 */
export async function addStacks(app: App): Promise<ApiKeyStack> {
  for (const [flag, value] of Object.entries(recommendedFlags)) {
    if (app.node.tryGetContext(flag) === undefined) app.node.setContext(flag, value);
  }
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: home = "us-east-1" } = process.env;
  const settings = readSettings(app.node.getAllContext(), home);
  const bundles = join(app.outdir, "bundles");
  await bundleFunctions(bundles);

  const suffix = settings.stage === undefined ? "" : `-${settings.stage}`;
  const id = `ApiKeys${suffix}`;
  const props = { name: `api-keys${suffix}`, bundles, settings };
  if (!settings.replicas) return new ApiKeyStack(app, id, props);

  // by other names, as the table and the key ring are others: with the same, they would take the place of those before
  const of = (region: string) => ({
    ...props,
    stackName: `${id}-${region}`,
    env: { region, ...(account !== undefined && { account }) },
  });
  const stack = new ApiKeyStack(app, `${id}-${home}`, of(home));
  for (const other of settings.replicas.regions) {
    new ReplicaStack(app, `${id}-${other}`, of(other)).addStackDependency(stack);
  }
  return stack;
}
