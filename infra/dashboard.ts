import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Alarms } from "./alarms.ts";
import { OPERATIONS, type Watched } from "./watch.ts";

/** One page that tells how the service is. */
export class ServiceDashboard extends Dashboard {
  constructor(scope: Construct, id: string, watched: Watched, alarms: Alarms) {
    super(scope, id);
    const { api, functions, authorize, table, logs } = watched;
    const graph = (title: string, metrics: IMetric[]) =>
      new GraphWidget({ title, left: metrics, width: 8, height: 6 });
    const percentile = (p: number) =>
      api.stage.metricLatency({ statistic: Stats.percentile(p), label: `p${p}` });
    const lambdas = [...functions, authorize];

    this.addWidgets(new AlarmStatusWidget({ alarms: [...alarms.all], width: 24, height: 3 }));
    this.addWidgets(
      graph("Calls", [
        api.stage.metricCount({ label: "all" }),
        api.stage.metricClientError({ label: "4xx" }),
        api.stage.metricServerError({ label: "5xx" }),
      ]),
      graph("Milliseconds until the answer", [percentile(50), percentile(99)]),
      graph("Changes and failures", [logs.resets, logs.revocations, logs.outages, logs.bugs]),
    );
    this.addWidgets(
      graph("Refusals", [logs.refusals]),
      graph(
        "Milliseconds in a function, p99",
        lambdas.map((one) => one.metricDuration({ statistic: Stats.percentile(99) })),
      ),
      graph(
        "Functions throttled",
        lambdas.map((one) => one.metricThrottles()),
      ),
    );
    this.addWidgets(
      graph("Capacity used in the table", [
        table.metricConsumedReadCapacityUnits(),
        table.metricConsumedWriteCapacityUnits(),
      ]),
      graph(
        "Milliseconds in DynamoDB",
        OPERATIONS.map((operation) =>
          table.metricSuccessfulRequestLatency({
            dimensionsMap: { TableName: table.tableName, Operation: operation },
          }),
        ),
      ),
      graph("DynamoDB throttled", [
        table.metricThrottledRequestsForOperations({ operations: OPERATIONS }),
      ]),
    );
  }
}
