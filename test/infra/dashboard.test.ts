import { expect, test } from "@jest/globals";
import { synthesizeStacks } from "../support/stack.ts";

const { stack } = await synthesizeStacks();
const parts: unknown[] = stack.only("AWS::CloudWatch::Dashboard").DashboardBody["Fn::Join"][1];
const body = parts.map((part) => (typeof part === "string" ? part : "ID")).join("");

interface Widget {
  type: string;
  properties: { title?: string; alarms?: string[]; metrics?: unknown[] };
}
const { widgets } = JSON.parse(body) as { widgets: Widget[] };

test("shows the state of every alarm", () => {
  const alarms = widgets.flatMap(({ properties }) => properties.alarms ?? []);
  expect(alarms).toHaveLength(stack.ofType("AWS::CloudWatch::Alarm").length);
});

test("has a graph of each thing to know, and none is empty", () => {
  const graphs = widgets.filter(({ type }) => type === "metric");
  expect(graphs.map(({ properties }) => [properties.title, properties.metrics?.length])).toEqual([
    ["Calls", 3],
    ["Milliseconds until the answer", 2],
    ["Changes and failures", 4],
    ["Refusals", 1],
    ["Milliseconds in a function, p99", 5],
    ["Functions throttled", 5],
    ["Capacity used in the table", 2],
    ["Milliseconds in DynamoDB", 2],
    ["DynamoDB throttled", 3],
  ]);
});

test("finds refusals by whatever reason there is", () => {
  const refusals = widgets.find(({ properties }) => properties.title === "Refusals");
  expect(refusals?.properties.metrics).toEqual([
    [{ expression: `SEARCH('{"api-keys",Code} MetricName="Refusals"', 'Sum', 300)` }],
  ]);
});
