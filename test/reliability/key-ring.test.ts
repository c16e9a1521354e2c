import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { newTable } from "../support/database.ts";
import { serverError } from "../support/fault-proxy.ts";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { KEY_RING_SECRET_ARN, startSecretsManager } from "../support/secrets-manager.ts";
import { captureLog, startHandlers } from "../support/service.ts";
import { unavailable } from "../support/unavailable.ts";
import { ALIVE, introspectionOf, newUser } from "../support/users.ts";

type Functions = Awaited<ReturnType<typeof startHandlers>>;

const database = await startFaultyDatabase();
const secretsManager = await startSecretsManager();

const { api_key, ...others } = fullKeyRing;
const { k1 } = api_key.keys;
const ringBefore = JSON.stringify({ ...others, api_key: { current: "k1", keys: { k1 } } });
const ringAfter = JSON.stringify(fullKeyRing);
const brokenRing = '{"root":"short"}';
const FIVE_MINUTES_MS = 5 * 60_000;

let table: string;
let logged: ReturnType<typeof captureLog>;
let passed: number;
beforeEach(async () => {
  const now = Date.now();
  passed = 0;
  jest.spyOn(Date, "now").mockImplementation(() => now + passed);
  table = await newTable();
  logged = captureLog();
  secretsManager.fails();
});

/** One execution environment of each function, started while the secret has a ring. */
async function startWith(ring: string): Promise<Functions> {
  secretsManager.holds(ring);
  return startHandlers({ TABLE_NAME: table, KEY_RING_SECRET_ARN });
}

/** Every way to use a user's key finds it alive. */
async function expectAlive(functions: Functions, userId: string, token = "") {
  const { text } = await functions.introspect(introspectionOf(token));
  expect(text).toContain('"active":true');
  const { look, statusOf } = newUser(functions, userId);
  expect(await statusOf(token)).toBe(ALIVE);
  expect((await look()).body.data?.token).toBe(token);
}

async function newKey(functions: Functions) {
  const { userId, reset } = newUser(functions);
  const { data } = (await reset()).body;
  return { userId, token: data?.token };
}

describe("a key ring that was rotated", () => {
  test("keeps every key of before alive", async () => {
    const before = await startWith(ringBefore);
    const { userId, token } = await newKey(before);
    await expectAlive(await startWith(ringAfter), userId, token);
    passed = FIVE_MINUTES_MS;
    await expectAlive(before, userId, token);
  });

  test("is had at once by functions that lag behind and meet a key of now", async () => {
    const lagging = await startWith(ringBefore);
    const { userId, token } = await newKey(await startWith(ringAfter));
    await expectAlive(lagging, userId, token);
  });

  test("takes the keys that functions make which lag behind", async () => {
    const lagging = await startWith(ringBefore);
    const rotated = await startWith(ringAfter);
    const { userId, token } = await newKey(lagging);
    await expectAlive(rotated, userId, token);
  });

  test("answers a key of now with 503, not 401, while it can't be asked for", async () => {
    const lagging = await startWith(ringBefore);
    const { userId, token } = await newKey(await startWith(ringAfter));
    secretsManager.fails(serverError);
    const authorization = `Bearer ${token}`;
    expect(await lagging.view({ path: userId, authorization })).toMatchObject(unavailable);
    secretsManager.fails();
    await expectAlive(lagging, userId, token);
  });

  test("is not asked for again to answer a reset, if it gets too old while that is written", async () => {
    const functions = await startWith(ringAfter);
    const { look, reset } = newUser(functions);
    database.next("PutItem", {
      kind: "answer lost",
      meanwhile: async () => {
        passed = FIVE_MINUTES_MS;
        secretsManager.fails(serverError);
      },
    });
    const answer = await reset();
    expect(answer.status).toBe(201);
    secretsManager.fails();
    expect((await look()).body.data).toEqual(answer.body.data);
  });
});

describe("a key ring that comes back broken", () => {
  test("leaves the one before in use, and the log names the field", async () => {
    const functions = await startWith(ringAfter);
    const { userId, token } = await newKey(functions);
    secretsManager.holds(brokenRing);
    passed = FIVE_MINUTES_MS;
    await expectAlive(functions, userId, token);
    expect((await newUser(functions, userId).reset()).status).toBe(201);
    expect(logged.find(({ event }) => event === "outage")).toMatchObject({
      cause: expect.stringContaining('"root" must be a string of at least 32 bytes'),
    });
  });

  test("answers a key with 503, not 401, if its signing key is unknown: only the broken ring may have it", async () => {
    const lagging = await startWith(ringBefore);
    const { userId, token } = await newKey(await startWith(ringAfter));
    secretsManager.holds(brokenRing);
    const { statusOf } = newUser(lagging, userId);
    expect([await statusOf(token), await statusOf(token)]).toEqual([503, 503]);
    secretsManager.holds(ringAfter);
    passed = 10_000;
    await expectAlive(lagging, userId, token);
  });

  test.each([
    ["empty", "", "its text is not JSON"],
    ["too short", brokenRing, '"root" must be a string of at least 32 bytes'],
  ])("answers 503 until it is repaired, if it is %s at the start", async (_case, broken, fault) => {
    const functions = await startWith(broken);
    const { look } = newUser(functions);
    expect(logged[0]).toMatchObject({ event: "outage", cause: expect.stringContaining(fault) });
    expect(await look()).toMatchObject(unavailable);
    secretsManager.holds(ringAfter);
    expect((await look()).status).toBe(404);
  });
});
