import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions } from "./bundle.ts";
import { ApiKeyStack } from "./stack.ts";

const app = new App();
const bundles = join(app.outdir, "bundles");
await bundleFunctions(bundles);
new ApiKeyStack(app, "ApiKeys", { bundles });
