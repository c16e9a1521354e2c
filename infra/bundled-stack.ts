import { join } from "node:path";
import type { App } from "aws-cdk-lib";
import { bundleFunctions } from "./bundle.ts";
import { ApiKeyStack } from "./stack.ts";

/** Bundles the functions into the app's folder, and adds the stack that deploys them. */
export async function addBundledStack(app: App): Promise<ApiKeyStack> {
  const bundles = join(app.outdir, "bundles");
  await bundleFunctions(bundles);
  return new ApiKeyStack(app, "ApiKeys", { bundles });
}
