import { App } from "aws-cdk-lib";
import { addBundledStack } from "../bundled-stack.ts";
import { type Deployment, readTemplate } from "./template.ts";

/**
 * Synthesizes the stack as `cdk deploy` would, bundles included.
 *
 * @param directory where the template and the bundles go
 */
export async function synthesize(directory: string): Promise<Deployment> {
  const context = { "aws:cdk:enable-asset-metadata": true };
  const app = new App({ outdir: directory, context });
  const stack = await addBundledStack(app);
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  return readTemplate(template, directory);
}
