import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { readConfig } from "../../lib/config.ts";
import { connect } from "../../lib/connect.ts";
import { deadlineIn } from "../../lib/deadline.ts";
import { AUDIENCE } from "../support/access-tokens.ts";
import { newTable } from "../support/database.ts";
import { startFaultyDatabase } from "../support/faulty-database.ts";
import { startIssuer } from "../support/issuer.ts";
import { fullKeyRing } from "../support/key-rings.ts";
import { KEY_RING_SECRET_ARN, startSecretsManager } from "../support/secrets-manager.ts";
import { captureLog, startHandlers, startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { unavailable } from "../support/unavailable.ts";

const newCall = () => ({ path: "me", authorization: `Bearer ${userToken(newUserId())}` });

const database = await startFaultyDatabase();
const secretsManager = await startSecretsManager();
const issuer = await startIssuer();

test("a database that refuses us is a 500: our mistake, not an outage", async () => {
  const { view, logged } = await startService();
  database.next("GetItem", { kind: "error", status: 400, type: "AccessDeniedException" });
  expect((await view(newCall())).status).toBe(500);
  expect(logged.at(-1)?.cause).toContain("AccessDeniedException");
});

describe("a key ring in Secrets Manager", () => {
  const startWithSecret = async () => {
    captureLog();
    return startHandlers({ TABLE_NAME: await newTable(), KEY_RING_SECRET_ARN });
  };
  const inFiveMinutes = () => jest.spyOn(Date, "now").mockReturnValue(Date.now() + 5 * 60_000);

  beforeEach(() => {
    secretsManager.fails();
    secretsManager.holds(JSON.stringify(fullKeyRing));
  });

  test("is asked for by its ARN while the functions start", async () => {
    const { view } = await startWithSecret();
    const atTheStart = [...secretsManager.asked];
    expect(atTheStart.at(-1)).toEqual({
      SecretId: KEY_RING_SECRET_ARN,
      VersionStage: "AWSCURRENT",
    });
    expect((await view(newCall())).status).toBe(404);
    expect(secretsManager.asked).toEqual(atTheStart);
  });

  test("is asked for again after five minutes, so that a removed key is refused from then on", async () => {
    const { view } = await startWithSecret();
    const authorization = fullKeyRing.private_key[0];
    const call = { path: newUserId(), authorization };
    const { private_key, ...others } = fullKeyRing;
    secretsManager.holds(JSON.stringify({ ...others, private_key: [private_key[1]] }));
    expect((await view(call)).status).toBe(404);

    const clock = inFiveMinutes();
    expect((await view(call)).status).toBe(401);
    clock.mockRestore();
  });

  test("that comes garbled is a 503, and the log does not quote it", async () => {
    const { view } = await startWithSecret();
    const logged = captureLog();
    secretsManager.says('{"SecretString": hunter2');
    const clock = inFiveMinutes();
    expect(await view(newCall())).toMatchObject(unavailable);
    clock.mockRestore();
    expect(JSON.stringify(logged)).toContain("an answer that is not JSON");
    expect(JSON.stringify(logged)).not.toContain("hunter2");
  });

  test("that may not be read is a 503 until it may, and the log says who refuses", async () => {
    secretsManager.fails({ kind: "error", status: 400, type: "AccessDeniedException" });
    const logged = captureLog();
    const { view } = await startHandlers({ TABLE_NAME: await newTable(), KEY_RING_SECRET_ARN });
    expect(logged).toHaveLength(5); // one of each function, before any request
    expect(logged[0]).toMatchObject({
      event: "outage",
      cause: expect.stringContaining("Secrets Manager refuses it, AccessDeniedException"),
    });
    expect(await view(newCall())).toMatchObject(unavailable);
    secretsManager.fails();
    expect((await view(newCall())).status).toBe(404);
  });

  test("that may not be read any more leaves the one before in use", async () => {
    const { view } = await startWithSecret();
    secretsManager.fails({ kind: "error", status: 400, type: "AccessDeniedException" });
    const clock = inFiveMinutes();
    expect((await view(newCall())).status).toBe(404);
    clock.mockRestore();
  });
});

describe("an OpenID Connect issuer", () => {
  const DISCOVERY = "/.well-known/openid-configuration";
  const connectToIssuer = () =>
    connect(
      readConfig({
        AWS_REGION: "eu-central-1",
        TABLE_NAME: "api-keys",
        KEY_RING: JSON.stringify(fullKeyRing),
        OIDC_ISSUER: issuer.url,
        OIDC_AUDIENCE: AUDIENCE,
      }),
    );
  const deadline = deadlineIn(60_000);

  beforeEach(() => {
    issuer.answers(DISCOVERY);
    issuer.asked.length = 0;
  });

  test("is asked for its keys while the functions start", async () => {
    const service = await connectToIssuer();
    expect(issuer.asked).toEqual([DISCOVERY, "/jwks"]);
    expect((await service.issuer?.keys.current(deadline))?.kids.size).toBe(3);
    expect(issuer.asked).toHaveLength(2);
  });

  test("that fails stops nothing, is logged, and is asked again by whoever needs it", async () => {
    const logged = captureLog();
    issuer.answers(DISCOVERY, (_request, answer) => answer.writeHead(500).end());
    const service = await connectToIssuer();
    expect(logged).toMatchObject([
      { event: "outage", cause: "the discovery document: status 500" },
    ]);
    issuer.answers(DISCOVERY);
    expect((await service.issuer?.keys.current(deadline))?.kids.size).toBe(3);
  });

  test("that never answers holds a start up for a second, and is logged", async () => {
    const logged = captureLog();
    issuer.answers(DISCOVERY, () => {});
    await connectToIssuer();
    expect(logged).toMatchObject([{ event: "outage", cause: "the deadline passed" }]);
  });
});
