import { App } from "aws-cdk-lib";
import { runCommand } from "./command.ts";
import { addStacks } from "./stacks.ts";

await runCommand(async () => {
  await addStacks(new App());
});
