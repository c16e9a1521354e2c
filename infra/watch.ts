import { type ITableV2, Operation, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { ApiKeyApi } from "./http-api.ts";
import type { LogMetrics } from "./log-metrics.ts";
import type { ServiceFunction } from "./service-function.ts";

/** What the functions do with the table. */
export const OPERATIONS = [Operation.GET_ITEM, Operation.PUT_ITEM];

/** What alarms and the dashboard look at. */
export interface Watched {
  readonly api: ApiKeyApi;
  /** The functions behind the routes. */
  readonly functions: readonly ServiceFunction[];
  /** Refusing makes it fail on purpose, which is how a REST API hears of it. */
  readonly authorize: ServiceFunction;
  readonly table: ITableV2 | TableV2;
  readonly logs: LogMetrics;
}
