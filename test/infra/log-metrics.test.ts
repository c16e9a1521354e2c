import { expect, test } from "@jest/globals";
import { logOutage } from "../../lib/log.ts";
import { outage } from "../../lib/outage.ts";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { startService } from "../support/service.ts";
import { synthesizeStacks } from "../support/stack.ts";
import { newUser } from "../support/users.ts";

const database = await startFaultyDatabase();
const service = await startService();
const { stack } = await synthesizeStacks();
const filters = stack.ofType("AWS::Logs::MetricFilter").map(([, { Properties }]) => Properties);

type Line = Record<string, unknown>;

/** Reads a path like $.message.event from a line as Lambda writes it. */
const at = (line: Line, path: string) =>
  path === "" ? undefined : line[path.replace("$.message.", "")];

/** Whether CloudWatch's filter pattern, of the simple kind that there is here, fits a line. */
function fits(pattern: string, line: Line): boolean {
  const [, conditions = ""] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  return conditions.split(" && ").every((condition) => {
    const [, path = "", operator, json = ""] = /^(\$\S+) ([=<]) (\S+)$/.exec(condition) ?? [];
    const value = at(line, path);
    return operator === "<" ? Number(value) < Number(json) : value === JSON.parse(json);
  });
}

/** The metrics that a line counts for, with their dimensions. */
function metricsOf(line: unknown): string[] {
  return filters
    .filter(({ FilterPattern }) => fits(FilterPattern, line as Line))
    .map(({ MetricTransformations: [{ MetricName, Dimensions = [] }] }) =>
      [
        MetricName,
        ...Dimensions.map(({ Value }: { Value: string }) => at(line as Line, Value)),
      ].join(" "),
    );
}

const lastLine = async (call: () => Promise<unknown>) => {
  await call();
  return metricsOf(service.logged.at(-1));
};

test("a reset, a revocation, a refusal by its reason, an outage and a bug count, each for what it is", async () => {
  const user = newUser(service);
  expect(await lastLine(user.reset)).toEqual(["Resets"]);
  expect(await lastLine(() => user.look({ authorization: "Bearer x" }))).toEqual([
    "Refusals invalid_token",
  ]);
  database.nextCall("GetItem");
  expect(await lastLine(user.look)).toEqual(["Outages"]);
  database.next("GetItem", { kind: "error", status: 400, type: "AccessDeniedException" });
  expect(await lastLine(user.look)).toEqual(["Bugs"]);
  expect(await lastLine(user.revoke)).toEqual(["Revocations"]);
  expect(await lastLine(user.look)).toEqual(["Refusals not_found"]);
});

test("something that can't be had while nobody need be refused for it is an outage, too", () => {
  logOutage(outage("a key ring that can't be used"));
  expect(metricsOf(service.logged.at(-1))).toEqual(["Outages"]);
});

test("all are read from the functions' log, into metrics named after the deployment", () => {
  const logGroup = stack.only("AWS::Logs::LogGroup", "FunctionLogs").id;
  expect(filters).toHaveLength(5);
  for (const { LogGroupName, MetricTransformations } of filters) {
    expect(LogGroupName).toEqual({ Ref: logGroup });
    expect(MetricTransformations).toMatchObject([
      { MetricNamespace: "api-keys", MetricValue: "1" },
    ]);
  }
});
