import { App } from "aws-cdk-lib";
import { ApiKeyStack } from "./stack.ts";

new ApiKeyStack(new App(), "ApiKeys");
