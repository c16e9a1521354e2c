import { App } from "aws-cdk-lib";
import { addBundledStack } from "./bundled-stack.ts";

await addBundledStack(new App());
