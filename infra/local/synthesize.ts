import { App } from "aws-cdk-lib";
import { ApiKeyStack } from "../stack.ts";
import { type Deployment, readTemplate } from "./template.ts";

/**
 * Synthesizes the stack as `cdk deploy` would, bundles included.
 *
 * @param directory where the template and the bundles go
 */
export function synthesize(directory: string): Deployment {
  const context = { "aws:cdk:enable-asset-metadata": true };
  const app = new App({ outdir: directory, context });
  const stack = new ApiKeyStack(app, "ApiKeys");
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  return readTemplate(template, directory);
}
