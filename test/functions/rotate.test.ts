import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { newTable } from "../support/database.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { newRotatedSecret, startRotatingSecretsManager, steps } from "../support/rotated-secret.ts";
import { captureLog, startHandlers } from "../support/service.ts";
import { ALIVE, introspectionOf, newUser } from "../support/users.ts";

type Functions = Awaited<ReturnType<typeof startHandlers>>;

const secretsManager = await startRotatingSecretsManager();

/** A ring as it is deployed, with the secrets of the login service and the operator put in. */
const { api_key, ...ringWithoutSigningKeys } = fullKeyRing;
const FIVE_MINUTES_MS = 5 * 60_000;

let passed: number;
let logged: unknown[];
let table: string;
let secret: Awaited<ReturnType<typeof newRotatedSecret>>;
beforeEach(async () => {
  const now = Date.now();
  passed = 0;
  jest.spyOn(Date, "now").mockImplementation(() => now + passed);
  logged = captureLog();
  table = await newTable();
  secret = await newRotatedSecret(secretsManager.client, ringWithoutSigningKeys);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** One execution environment of each function, with the ring as it is now. */
const start = () => startHandlers({ TABLE_NAME: table, KEY_RING_SECRET_ARN: secret.arn });

async function newKey(functions: Functions) {
  const { userId, reset, look } = newUser(functions);
  const { token = "" } = (await reset()).body.data ?? {};
  return { userId, token, shown: (await look()).text };
}
type Key = Awaited<ReturnType<typeof newKey>>;

/** Every way to use a key finds it alive, and View shows it byte for byte as it always did. */
async function expectAsEver(functions: Functions, { userId, token, shown }: Key) {
  const { look, statusOf } = newUser(functions, userId);
  expect((await look()).text).toBe(shown);
  expect(await statusOf(token)).toBe(ALIVE);
  expect((await functions.introspect(introspectionOf(token))).text).toContain('"active":true');
}

function kidOf({ token }: Key): unknown {
  const [header = ""] = token.slice("clara_api_".length).split(".");
  return JSON.parse(Buffer.from(header, "base64url").toString()).kid;
}

async function newestKid(): Promise<string> {
  const { ring } = await secret.read();
  return Object.keys(ring.api_key.keys).sort().at(-1) ?? "";
}

test("at no moment of two rotations is a key dead or shown otherwise, whatever ring a function has", async () => {
  const fleet = [await start()];
  const keys: Key[] = [];
  const issueAndUse = async () => {
    const functions = fleet[keys.length % fleet.length];
    if (functions) keys.push(await newKey(functions));
    for (const each of fleet) for (const key of keys) await expectAsEver(each, key);
  };
  await issueAndUse();
  for (let rotation = 1; rotation <= 2; rotation++) {
    const version = await secret.begin();
    for (const step of steps) {
      await secret.take(version, [step]);
      await issueAndUse();
    }
    fleet.push(await start());
    await issueAndUse();
    passed += FIVE_MINUTES_MS - 1;
    await issueAndUse();
    passed += FIVE_MINUTES_MS + 1001;
    await issueAndUse();
  }
  expect(new Set(keys.map(kidOf))).toEqual(
    new Set(["root", (await secret.read()).ring.api_key.current]),
  );
  for (const status of [401, 500, 503]) {
    expect(logged).not.toContainEqual(expect.objectContaining({ status }));
  }
});

describe("a signing key", () => {
  test("signs nothing until the second rotation", async () => {
    await secret.rotate();
    expect(kidOf(await newKey(await start()))).toBe("root");
  });

  test("signs every new key after the second rotation, at most five minutes later", async () => {
    await secret.rotate();
    const kid = await newestKid();
    const lagging = await start();
    passed += 2 * FIVE_MINUTES_MS + 1000;
    await newKey(lagging);
    await secret.rotate();
    expect(kidOf(await newKey(await start()))).toBe(kid);
    expect(kidOf(await newKey(lagging))).toBe("root");
    passed += FIVE_MINUTES_MS;
    expect(kidOf(await newKey(lagging))).toBe(kid);
  });

  test("is known to every function before it signs: none has to look for it", async () => {
    await secret.rotate();
    passed += 2 * FIVE_MINUTES_MS + 1000;
    const lagging = await start();
    await secret.rotate();
    passed += FIVE_MINUTES_MS - 1;
    const key = await newKey(await start());
    const askedBefore = secretsManager.asked.length;
    await expectAsEver(lagging, key);
    expect(secretsManager.asked).toHaveLength(askedBefore);
  });

  test("signs at a user's next reset only, and then the key of before is dead", async () => {
    const key = await newKey(await start());
    await secret.rotate();
    passed += 2 * FIVE_MINUTES_MS + 1000;
    await secret.rotate();
    const functions = await start();
    await expectAsEver(functions, key);
    const { reset, statusOf } = newUser(functions, key.userId);
    await reset();
    expect(await statusOf(key.token)).not.toBe(ALIVE);
  });
});

test.each(steps)("a rotation that never gets beyond %s leaves every key alive", async (step) => {
  const before = await start();
  await secret.rotate();
  const key = await newKey(before);
  passed += 2 * FIVE_MINUTES_MS + 1000;
  await secret.take(await secret.begin(), steps.slice(0, steps.indexOf(step) + 1));
  for (const functions of [before, await start()]) {
    await expectAsEver(functions, key);
    await expectAsEver(functions, await newKey(functions));
  }
});

test("the function does not start without the secret's ARN", async () => {
  process.env.KEY_RING_SECRET_ARN = "";
  await expect(import("../../functions/rotate.ts?start=nowhere" as string)).rejects.toThrow(
    "Missing from the environment: KEY_RING_SECRET_ARN",
  );
});
