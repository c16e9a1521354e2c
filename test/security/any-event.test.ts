import { describe, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import fc from "fast-check";
import { privateKey } from "../support/key-rings.ts";
import { context } from "../support/service.ts";
import { userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { anyEvents, gatewayEvents, type Known, passingEvents } from "./attacks/events.ts";
import { expectEnvelope, expectOAuth, expectVerdict, type Result } from "./contract.ts";
import { fragmentsOf } from "./fragments.ts";
import { startTarget } from "./refusal.ts";

const target = await startTarget();
const RUNS = 1000;

type Handler = (event: unknown, context: Context) => Promise<Result>;
const functionOf = async (name: string): Promise<Handler> =>
  (await import(`../../functions/${name}.ts`)).handler;

/** Credentials of each kind, all of one new user. */
async function newKnown(): Promise<Known> {
  const user = newUser(target);
  const apiKey = (await user.reset()).body.data?.token ?? "";
  const tokens = [userToken(user.userId), apiKey].map((token) => `Bearer ${token}`);
  return { userId: user.userId, authorizations: [...tokens, privateKey] };
}

/**
 * Runs a function on many events, the passing ones first, and gives the statuses that were among its answers.
 * Whatever happened, the log holds no credential.
 */
async function tryAll(
  eventsOf: (known: Known) => fc.Arbitrary<unknown>,
  run: (event: unknown) => Promise<unknown>,
) {
  const known = await newKnown();
  const seen = new Set<unknown>();
  const property = fc.asyncProperty(eventsOf(known), async (event) => {
    seen.add(await run(event));
  });
  const examples = passingEvents(known).map((event): [unknown] => [event]);
  await fc.assert(property, { numRuns: RUNS, examples });
  const told = fragmentsOf(JSON.stringify(target.logged));
  const secrets = known.authorizations.map((value) => value.replace("Bearer ", ""));
  expect(
    secrets.flatMap((secret) => [...fragmentsOf(secret)].filter((part) => told.has(part))),
  ).toEqual([]);
  return seen;
}

describe.each([
  ["view", expectEnvelope, [200, 400, 401, 403, 404]],
  ["reset", expectEnvelope, [201, 400, 401, 403, 404]],
  ["revoke", expectEnvelope, [204, 400, 401, 403, 404]],
  ["introspect", expectOAuth, [200, 400, 401]],
])("%s", (name, expectContract, statuses) => {
  const run = async (event: unknown) => {
    const result = await (await functionOf(name))(event, context());
    expectContract(result);
    return result.statusCode;
  };

  test(`answers each of ${RUNS} events of a gateway as the contract has it, never with a 500`, async () => {
    const seen = await tryAll(gatewayEvents, run);
    expect(seen).toEqual(new Set([...seen, ...statuses]));
    expect(seen).not.toContain(500);
    expect(seen).not.toContain(503);
  });

  test(`answers each of ${RUNS} events of any JSON as the contract has it, and throws nothing`, async () => {
    const seen = await tryAll(anyEvents, run);
    expect(seen).toEqual(new Set([...seen, ...statuses.slice(0, 1), 401]));
  });
});

describe("authorize", () => {
  const run = async (event: unknown) => {
    try {
      const verdict = await (await functionOf("authorize"))(event, context());
      expectVerdict(verdict);
      return Object.keys(verdict)[0];
    } catch (error) {
      expect(error).toEqual(new Error("Unauthorized"));
      return "Unauthorized";
    }
  };

  test.each([
    ["of a gateway", gatewayEvents],
    ["of any JSON", anyEvents],
  ])(`gives each of ${RUNS} events %s a verdict, or throws Unauthorized`, async (_kind, events) => {
    const seen = await tryAll(events, run);
    expect(seen).toEqual(new Set(["isAuthorized", "principalId", "Unauthorized"]));
  });
});
