import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FunctionError, FunctionTimeout } from "../../../infra/local/execution-environment.ts";
import { LocalLambda } from "../../../infra/local/lambda.ts";

interface Told {
  events: number;
  environment: Record<string, string>;
  remaining: number;
  requestId: string;
}

const definition = {
  name: "Fixture",
  file: join(import.meta.dirname, "fixtures/function.mjs"),
  handler: "handler",
  runtime: "nodejs24.x",
  timeoutMs: 30_000,
  memoryMb: 128,
  environment: {},
};

let logged: string;
const log = (text: string) => {
  logged += text;
};

let lambda: LocalLambda;
beforeEach(() => {
  logged = "";
  lambda = new LocalLambda(definition, { TABLE_NAME: "t" }, log);
});
afterEach(() => lambda.close());

const tell = async (from = lambda) => (await from.invoke({ do: "tell" })) as Told;

describe("an execution environment", () => {
  test("has the function's environment variables and no others", async () => {
    expect((await tell()).environment).toEqual({ TABLE_NAME: "t" });
  });

  test("knows how much time is left", async () => {
    const { remaining } = await tell();
    expect(remaining).toBeLessThanOrEqual(30_000);
    expect(remaining).toBeGreaterThan(0);
  });

  test("is kept for the next event", async () => {
    expect((await tell()).events).toBe(1);
    expect((await tell()).events).toBe(2);
  });

  test("serves one event at a time: two at once get two environments", async () => {
    const told = await Promise.all([tell(), tell()]);
    expect(told.map(({ events }) => events)).toEqual([1, 1]);
    expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(2);
  });

  test("is kept after the function threw", async () => {
    await expect(lambda.invoke({ do: "throw" })).rejects.toMatchObject({
      name: "FunctionError",
      type: "Error",
      message: "thrown on purpose",
    });
    expect((await tell()).events).toBe(2);
  });

  test("logs as Lambda does, a line of JSON each, why the function threw", async () => {
    await expect(lambda.invoke({ do: "throw" })).rejects.toBeInstanceOf(FunctionError);
    expect(JSON.parse(logged)).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      level: "ERROR",
      requestId: expect.any(String),
      message: expect.stringContaining("thrown on purpose"),
    });
  });

  test("is new after the function's process ended", async () => {
    await expect(lambda.invoke({ do: "exit" })).rejects.toBeInstanceOf(FunctionError);
    expect((await tell()).events).toBe(1);
  });

  test("that can't load its bundle fails each event, and not the gateway", async () => {
    const broken = new LocalLambda({ ...definition, file: "/nowhere.mjs" }, {}, log);
    await expect(broken.invoke({})).rejects.toBeInstanceOf(FunctionError);
    await expect(broken.invoke({})).rejects.toBeInstanceOf(FunctionError);
    expect(logged).toContain("Cannot find module '/nowhere.mjs'");
  });
});

test("more events than environments wait for their turn", async () => {
  const told = await Promise.all(Array.from({ length: 20 }, () => tell()));
  expect(told).toHaveLength(20);
  expect(told.filter(({ events }) => events === 1)).toHaveLength(8);
});

test.each([["hang"], ["spin"]])("a function that overruns by a %s is ended", async (what) => {
  const hasty = new LocalLambda({ ...definition, timeoutMs: 300 }, {}, log);
  await expect(hasty.invoke({ do: what })).rejects.toBeInstanceOf(FunctionTimeout);
  await hasty.close();
});
