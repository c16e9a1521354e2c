import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { addStacks } from "../stacks.ts";
import { type Deployment, readTemplate } from "./template.ts";

/**
 * Synthesizes the stack as `cdk deploy` would, with the settings in cdk.json, bundles included. Only regions and the
 * domain are left out: the laptop has none.
 *
 * @param directory where the template and the bundles go
 */
export async function synthesize(directory: string): Promise<Deployment> {
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8"));
  const app = new App({
    outdir: directory,
    context: {
      ...context,
      tableReplicas: undefined,
      tableWitness: undefined,
      domainName: undefined,
      certificateArn: undefined,
      hostedZoneId: undefined,
      "aws:cdk:enable-asset-metadata": true,
    },
  });
  const stack = await addStacks(app);
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  return readTemplate(template, directory);
}
