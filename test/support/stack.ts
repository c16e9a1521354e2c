import { App, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { addStacks } from "../../infra/stacks.ts";
import { newFolder } from "./command.ts";

interface Resource {
  // biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template has no type of its own
  readonly Properties: any;
}

/** The stacks, as `cdk deploy --all -c NAME=VALUE` would make them of these settings. */
export async function synthesizeStacks(context: Record<string, unknown> = {}) {
  const app = new App({ outdir: newFolder(), context });
  const stack = await addStacks(app);
  const others = app.node.children.filter((child) => child !== stack) as Stack[];
  return { stack: read(stack), others: others.map(read) };
}

function read(stack: Stack) {
  const template = Template.fromStack(stack);
  const ofType = (type: string) =>
    Object.entries(template.findResources(type) as Record<string, Resource>);

  /** The only resource of a type, or the only one whose logical id is a name and a hash. */
  const only = (type: string, name = "") => {
    const found = ofType(type).filter(([id]) => name === "" || id.slice(0, -8) === name);
    const [[id, { Properties }] = ["", { Properties: {} }], ...more] = found;
    if (id === "" || more.length > 0) throw new Error(`There are ${found.length} ${type} ${name}.`);
    return { id, ...Properties };
  };

  /** Everything that the role of a resource may do. */
  const allowed = (roleArn: { "Fn::GetAtt": [string, string] }): unknown[] => {
    const [role] = roleArn["Fn::GetAtt"];
    return ofType("AWS::IAM::Policy")
      .filter(([, { Properties }]) =>
        Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role),
      )
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  };

  /** Who may take a role. */
  const trusted = (roleArn: { "Fn::GetAtt": [string, string] }) =>
    ofType("AWS::IAM::Role").find(([id]) => id === roleArn["Fn::GetAtt"][0])?.[1].Properties
      .AssumeRolePolicyDocument.Statement;

  return { name: stack.stackName, region: stack.region, template, ofType, only, allowed, trusted };
}
