import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  MultiRegionConsistency,
  StreamViewType,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import type { Replicas } from "./replicas.ts";

/**
 * The records: kept when the stack is deleted, recoverable to any second, and told about as they change. In several
 * regions they are strongly consistent, as a revoked key must be dead in all of them, and the table has the
 * deployment's name, for the other regions to find it.
 */
export class RecordTable extends TableV2 {
  constructor(scope: Construct, id: string, deployment: string, replicas: Replicas | undefined) {
    super(scope, id, {
      partitionKey: { name: "user_id", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: true,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      ...(replicas && {
        tableName: deployment,
        multiRegionConsistency: MultiRegionConsistency.STRONG,
        replicas: replicas.regions.map((region) => ({ region })),
        ...(replicas.witness !== undefined && { witnessRegion: replicas.witness }),
      }),
    });
  }
}
