import { RemovalPolicy } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Replicas } from "./replicas.ts";

/** What the secret is called where other regions must find it. */
export function keyRingName(deployment: string): string {
  return `${deployment}/key-ring`;
}

/** The secret with the key ring. It begins with one generated value, and is kept when the stack is deleted. */
export class KeyRingSecret extends Secret {
  constructor(scope: Construct, id: string, deployment: string, replicas: Replicas | undefined) {
    super(scope, id, {
      description: "Key ring of the API key service: whoever holds it can make any token",
      // a change to these would have CloudFormation make a new value, and lose every key
      generateSecretString: {
        secretStringTemplate: "{}",
        generateStringKey: "root",
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
      ...(replicas && {
        secretName: keyRingName(deployment),
        replicaRegions: replicas.regions.map((region) => ({ region })),
      }),
    });
  }
}
