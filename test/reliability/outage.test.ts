import { describe, expect, jest, test } from "@jest/globals";
import { newTable } from "../support/database.ts";
import { type Fault, serverError, throttling } from "../support/fault-proxy.ts";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { KEY_RING_SECRET_ARN, startSecretsManager } from "../support/secrets-manager.ts";
import { captureLog, startHandlers } from "../support/service.ts";
import { unavailable } from "../support/unavailable.ts";
import { ALIVE, introspectionOf, newUser } from "../support/users.ts";

const database = await startFaultyDatabase();
const secretsManager = await startSecretsManager();
secretsManager.holds(JSON.stringify(fullKeyRing));
const environment = { TABLE_NAME: await newTable(), KEY_RING_SECRET_ARN };
const functions = await startHandlers(environment);

/** Ways to fail; those that hang are met by functions with little time left. */
const outages: [string, Fault, number][] = [
  ["breaks connections", { kind: "dropped" }, 10_000],
  ["is at fault", serverError, 10_000],
  ["throttles", throttling, 700],
  ["does not answer", { kind: "no answer" }, 700],
  ["answers half-way", { kind: "half an answer" }, 700],
  ["is slow", { kind: "late", ms: 900 }, 700],
];

const now = Date.now();
let passed = 0;
jest.spyOn(Date, "now").mockImplementation(() => now + passed);
const logged = captureLog();

/** Every call about a user with a key, with so much time left. */
async function callsWith(remaining: number) {
  const user = newUser(functions);
  const token = (await user.reset()).body.data?.token;
  const authorization = `Bearer ${token}`;
  const introspection = introspectionOf(token);
  return {
    endpoints: [
      () => user.look({ remaining }),
      () => user.look({ remaining, authorization }),
      () => user.reset({ remaining }),
      () => user.revoke({ remaining }),
    ],
    introspect: () => functions.introspect({ ...introspection, remaining }),
    authorize: () =>
      functions.authorize({ routeArn: "arn", headers: { authorization } }, { remaining }),
    isAlive: async () =>
      (await functions.introspect(introspection)).text.includes('"active":true') &&
      (await user.statusOf(token)) === ALIVE,
  };
}

/** Every call is answered 503 within the function's time, and the key is as it was once the outage is over. */
async function expectOutage(outage: { start: () => void; end: () => void }, remaining: number) {
  const { endpoints, introspect, authorize, isAlive } = await callsWith(remaining);
  const during = async <T>(call: () => Promise<T>) => {
    outage.start();
    const startedAt = performance.now();
    try {
      return await call();
    } finally {
      expect(performance.now() - startedAt).toBeLessThan(remaining);
    }
  };
  for (const endpoint of endpoints) expect(await during(endpoint)).toMatchObject(unavailable);
  expect(await during(introspect)).toMatchObject({
    status: 503,
    headers: unavailable.headers,
    body: { error: "temporarily_unavailable" },
  });
  await expect(during(authorize)).rejects.toMatchObject({ status: 503 });
  outage.end();
  expect(await isAlive()).toBe(true);
}

/** What View shows, looked at until nothing changed meanwhile: what was given up may still be written. */
async function shown(user: ReturnType<typeof newUser>) {
  for (;;) {
    const { status, body, text } = await user.look();
    const isAlive = (await user.statusOf(body.data?.token)) === ALIVE;
    if ((await user.look()).text === text) return { status, isAlive };
  }
}

describe("while the database can't be read, every call is a 503, and the next one after it works", () => {
  test.each(outages)("as it %s", async (_how, fault, remaining) => {
    const outage = {
      start: () => database.fails("GetItem", fault),
      end: () => database.fails("GetItem"),
    };
    await expectOutage(outage, remaining);
  });
});

describe("while the secret store can't be read, too, once the key ring is five minutes old", () => {
  test.each(outages)("as it %s", async (_how, fault, remaining) => {
    const outage = {
      start: () => {
        passed += 5 * 60_000;
        secretsManager.fails(fault);
      },
      end: () => secretsManager.fails(),
    };
    await expectOutage(outage, remaining);
  });

  test("as it has been since before the start", async () => {
    secretsManager.fails(serverError);
    const started = newUser(await startHandlers(environment));
    expect(await started.look()).toMatchObject(unavailable);
    secretsManager.fails();
    expect((await started.look()).status).toBe(404);
  });
});

describe("while the database can't be written, a reset and a revocation are a 503", () => {
  test.each(outages)(
    "as it %s; View shows a live key, or none where it was revoked",
    async (_how, fault, remaining) => {
      const user = newUser(functions);
      await user.reset();
      for (const change of [user.reset, user.revoke]) {
        database.fails("PutItem", fault);
        expect(await change({ remaining })).toMatchObject(unavailable);
        database.fails("PutItem");
        const { status, isAlive } = await shown(user);
        if (status === 404) expect(change).toBe(user.revoke);
        else expect(isAlive).toBe(true);
      }
      expect((await user.reset()).status).toBe(201);
    },
  );
});

test("one fault is got over by trying again", async () => {
  database.next("GetItem", serverError);
  expect((await newUser(functions).look()).status).toBe(404);
});

test("a call that hangs is tried three times, which ends before a function does", async () => {
  for (const fault of [{ kind: "no answer" }, { kind: "half an answer" }] as const) {
    const { userId, look } = newUser(functions);
    database.fails("GetItem", fault);
    expect(await look({ remaining: 10_000 })).toMatchObject(unavailable);
    const tries = database.requests.filter(({ input }) => JSON.stringify(input).includes(userId));
    expect(tries).toHaveLength(3);
    expect(logged.at(-1)?.cause).toContain("TimeoutError");
  }
  database.fails("GetItem");
});
