import { json } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { newTable } from "../support/database.ts";
import { type Fault, serverError, throttling } from "../support/fault-proxy.ts";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { close, listen } from "../support/http.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { captureLog, startHandlers, startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";

const unavailable = {
  status: 503,
  headers: {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Retry-After": "5",
  },
  body: {
    data: null,
    message: "The service can't answer right now. Try again in 5 seconds.",
    status: "error",
  },
};

const newCall = () => ({ path: "me", authorization: `Bearer ${userToken(newUserId())}` });

const introspection = (token: string | undefined) => ({
  authorization: fullKeyRing.private_key[0],
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: `token=${token}`,
});

const database = await startFaultyDatabase();
describe("a database that can't answer: 503, and the next request works", () => {
  let service: Awaited<ReturnType<typeof startService>>;
  beforeEach(async () => {
    service = await startService();
  });

  test.each<[string, Fault, number, string]>([
    ["a fault of its own", serverError, 10_000, "InternalServerError"],
    ["throttling", throttling, 10_000, "ThrottlingException"],
    [
      "no answer within three tries of a second each",
      { kind: "no answer" },
      10_000,
      "TimeoutError",
    ],
    ["half an answer, and then no more", { kind: "half an answer" }, 10_000, "TimeoutError"],
    ["no answer by the deadline", { kind: "no answer" }, 700, "the deadline passed"],
    ["half an answer by the deadline", { kind: "half an answer" }, 700, "the deadline passed"],
  ])("%s", async (_case, fault, remaining, cause) => {
    const call = { ...newCall(), remaining };
    database.nextCall("GetItem", fault);
    expect(await service.view(call)).toMatchObject(unavailable);
    expect(service.logged.at(-1)?.cause).toContain(cause);
    database.next("GetItem");
    expect((await service.view(call)).status).toBe(404);
  });

  test("an API key is not called dead meanwhile", async () => {
    const call = newCall();
    const token = (await service.reset(call)).body.data?.token;
    database.nextCall("GetItem");
    const authorization = `Bearer ${token}`;
    expect(await service.view({ path: "me", authorization })).toMatchObject(unavailable);
    expect((await service.view({ path: "me", authorization })).status).toBe(403);
  });

  test("a reset that was not written leaves the key as it was", async () => {
    const call = newCall();
    const before = await service.reset(call);
    database.nextCall("PutItem");
    expect(await service.reset(call)).toMatchObject(unavailable);
    expect((await service.view(call)).body.data).toEqual(before.body.data);
  });

  test("one fault is got over by trying again", async () => {
    database.next("GetItem", serverError);
    expect((await service.view(newCall())).status).toBe(404);
  });

  test("the cause is in the log", async () => {
    database.nextCall("GetItem");
    await service.view(newCall());
    expect(service.logged.at(-1)).toMatchObject({
      status: 503,
      cause: expect.stringContaining("InternalServerError"),
    });
  });
});

test("a database that refuses us is a 500: our mistake, not an outage", async () => {
  const { view, logged } = await startService();
  database.next("GetItem", { kind: "error", status: 400, type: "AccessDeniedException" });
  expect((await view(newCall())).status).toBe(500);
  expect(logged.at(-1)?.cause).toContain("AccessDeniedException");
});

/** Secrets Manager's GetSecretValue, which is all that the service asks of it. */
let secret: string | { raw: string | undefined } | { status: number; type: string };
let asked: unknown[];
const secretsManager = await listen(async (request, response) => {
  asked.push(await json(request));
  response.setHeader("content-type", "application/x-amz-json-1.1");
  if (typeof secret === "string") response.end(JSON.stringify({ SecretString: secret }));
  else if ("raw" in secret) {
    if (secret.raw !== undefined) response.end(secret.raw);
  } else {
    const { status, type } = secret;
    response.writeHead(status).end(JSON.stringify({ __type: type, message: type }));
  }
});
process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = secretsManager.url;
afterAll(() => close(secretsManager.server));

describe("a key ring in Secrets Manager", () => {
  const arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:KeyRing-abc123";

  const startWithSecret = async () => {
    captureLog();
    const TABLE_NAME = await newTable();
    return startHandlers({ TABLE_NAME, KEY_RING_SECRET_ARN: arn });
  };
  const down = { status: 500, type: "InternalServiceError" };

  beforeEach(() => {
    asked = [];
    secret = JSON.stringify(fullKeyRing);
  });

  test("is asked for by its ARN while the functions start", async () => {
    const { view } = await startWithSecret();
    const atTheStart = [...asked];
    expect(atTheStart[0]).toEqual({ SecretId: arn });
    expect((await view(newCall())).status).toBe(404);
    expect(asked).toEqual(atTheStart);
  });

  test("that can't be read at the start is asked for by each request, which gets 503 until it can", async () => {
    secret = down;
    const { view } = await startWithSecret();
    expect(await view(newCall())).toMatchObject(unavailable);
    secret = JSON.stringify(fullKeyRing);
    expect((await view(newCall())).status).toBe(404);
  });

  test("that does not answer is not waited for beyond the deadline", async () => {
    const { view } = await startWithSecret();
    const logged = captureLog();
    secret = { raw: undefined };
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 5 * 60_000);
    expect(await view({ ...newCall(), remaining: 700 })).toMatchObject(unavailable);
    clock.mockRestore();
    expect(logged.at(-1)?.cause).toBe("the deadline passed");
  });

  test("that was rotated elsewhere a moment ago is asked for at once, for View and for a key", async () => {
    const { k1 } = fullKeyRing.api_key.keys;
    const older = { ...fullKeyRing, api_key: { current: "k1", keys: { k1 } } };
    const TABLE_NAME = await newTable();
    captureLog();
    const rotated = await startHandlers({ TABLE_NAME, KEY_RING_SECRET_ARN: arn });
    secret = JSON.stringify(older);
    const behind = await startHandlers({ TABLE_NAME, KEY_RING_SECRET_ARN: arn });
    secret = JSON.stringify(fullKeyRing);

    const call = newCall();
    const token = (await rotated.reset(call)).body.data?.token;
    const authorization = `Bearer ${token}`;
    expect((await behind.introspect(introspection(token))).text).toContain('"active":true');
    expect((await behind.view(call)).body.data?.token).toBe(token);
    expect((await behind.view({ path: "me", authorization })).status).toBe(403);
  });

  test("that expires while a reset is written is not needed any more to answer it", async () => {
    const { reset, view } = await startWithSecret();
    const call = newCall();
    const now = Date.now();
    let writes = 0;
    const clock = jest.spyOn(Date, "now").mockImplementation(() => now + writes * 5 * 60_000);
    database.next("PutItem", {
      kind: "answer lost",
      meanwhile: async () => {
        writes = 1;
        secret = down;
      },
    });
    const answer = await reset(call);
    expect(answer.status).toBe(201);
    secret = JSON.stringify(fullKeyRing);
    expect((await view(call)).body.data).toEqual(answer.body.data);
    clock.mockRestore();
  });

  test("is asked for again after five minutes, so that a removed key is refused from then on", async () => {
    const { view } = await startWithSecret();
    const authorization = fullKeyRing.private_key[0];
    const call = { path: newUserId(), authorization };
    secret = JSON.stringify({ ...fullKeyRing, private_key: [fullKeyRing.private_key[1]] });
    expect((await view(call)).status).toBe(404);

    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 5 * 60_000);
    expect((await view(call)).status).toBe(401);
    clock.mockRestore();
  });

  test("that goes bad while the functions run: they go on with the one before, and the log names the field", async () => {
    const { view, reset } = await startWithSecret();
    const call = newCall();
    const { data } = (await reset(call)).body;
    const logged = captureLog();
    secret = '{"root":"short"}';
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 5 * 60_000);
    expect((await view({ path: "me", authorization: `Bearer ${data?.token}` })).status).toBe(403);
    expect(logged[0]).toMatchObject({
      status: 503,
      cause: expect.stringContaining('"root" must be a string of at least 32 bytes'),
    });
    clock.mockRestore();
  });

  test.each([
    ["empty", "", "its text is not JSON"],
    ["short", '{"root":"short"}', '"root" must be a string of at least 32 bytes'],
  ])(
    "that is %s at the start is a 503 until it is repaired, and the log names the fault",
    async (_case, bad, fault) => {
      secret = bad;
      const { view } = await startWithSecret();
      const logged = captureLog();
      expect(await view(newCall())).toMatchObject(unavailable);
      expect(logged[0]?.cause).toContain(fault);
      secret = JSON.stringify(fullKeyRing);
      expect((await view(newCall())).status).toBe(404);
    },
  );

  test("that comes garbled is a 503, and the log does not quote it", async () => {
    const { view } = await startWithSecret();
    const logged = captureLog();
    secret = { raw: '{"SecretString": hunter2' };
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 5 * 60_000);
    expect(await view(newCall())).toMatchObject(unavailable);
    clock.mockRestore();
    expect(JSON.stringify(logged)).toContain("an answer that is not JSON");
    expect(JSON.stringify(logged)).not.toContain("hunter2");
  });

  test("that may not be read stops the start", async () => {
    secret = { status: 400, type: "AccessDeniedException" };
    await expect(startWithSecret()).rejects.toThrow("AccessDeniedException");
  });
});
