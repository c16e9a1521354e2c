import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions } from "../bundle.ts";
import { ApiKeyStack } from "../stack.ts";
import { type Deployment, readTemplate } from "./template.ts";

/**
 * Synthesizes the stack as `cdk deploy` would, bundles included.
 *
 * @param directory where the template and the bundles go
 */
export async function synthesize(directory: string): Promise<Deployment> {
  const context = { "aws:cdk:enable-asset-metadata": true };
  const app = new App({ outdir: directory, context });
  const bundles = join(directory, "bundles");
  await bundleFunctions(bundles);
  const stack = new ApiKeyStack(app, "ApiKeys", { bundles });
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  return readTemplate(template, directory);
}
