import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Fault } from "../../support/fault-proxy.ts";
import { fullKeyRing } from "../../support/key-rings.ts";
import {
  isEmulated,
  newRotatedSecret,
  startRotatingSecretsManager,
  steps,
} from "../../support/rotated-secret.ts";
import { captureLog } from "../../support/service.ts";

const secretsManager = await startRotatingSecretsManager();

const { root } = fullKeyRing;
const TEN_MINUTES_MS = 10 * 60_000;
const inTime: Fault = { kind: "late", ms: 0 };
const KID = /^\d{8}T\d{6}Z$/;

let logged: unknown[];
let passed: number;
beforeEach(() => {
  const now = Date.now();
  passed = 0;
  jest.spyOn(Date, "now").mockImplementation(() => now + passed);
  logged = captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const newSecret = (ring: object = { root }) => newRotatedSecret(secretsManager.client, ring);
type RotatedSecret = Awaited<ReturnType<typeof newSecret>>;

const kidsOf = async (secret: RotatedSecret) =>
  Object.keys((await secret.read()).ring.api_key?.keys ?? {});

const lastOf = (kids: string[]) => kids.at(-1) ?? "";

/** A secret of which one rotation is done, and the next one has a key to make current. */
async function newSecretRotatedOnce() {
  const secret = await newSecret();
  await secret.rotate();
  const [kid = ""] = await kidsOf(secret);
  return { ...secret, kid };
}

describe("a rotation", () => {
  test("puts a ring in use that has one more signing key, and keeps the one before as AWSPREVIOUS", async () => {
    const secret = await newSecret();
    const before = await secret.read();
    const id = await secret.rotate();
    const after = await secret.read();
    expect(after.VersionId).toBe(id);
    expect(after.ring).toEqual({
      root,
      api_key: { current: "root", keys: { [lastOf(await kidsOf(secret))]: expect.any(String) } },
    });
    expect(await secret.read("AWSPREVIOUS")).toMatchObject({ text: before.text });
  });

  test("leaves AWSPENDING on no version, so that nothing that an operator does holds up the next", async () => {
    const secret = await newSecret();
    const id = await secret.rotate();
    expect(await secret.labelsOf(id)).toEqual(["AWSCURRENT"]);
  });

  test("changes nothing before its last step", async () => {
    const secret = await newSecret();
    const before = await secret.read();
    const id = await secret.begin();
    for (const step of steps) {
      expect(await secret.read()).toEqual(before);
      await secret.take(id, [step]);
    }
    expect(await secret.read()).not.toEqual(before);
  });

  test("logs each step, with the names of the signing keys", async () => {
    const secret = await newSecretRotatedOnce();
    logged.length = 0;
    passed = TEN_MINUTES_MS + 1000;
    const version = await secret.rotate();
    const line = { secret: secret.arn, version };
    const keys = { added: lastOf((await kidsOf(secret)).sort()), current: secret.kid };
    expect(logged).toEqual([
      { step: "createSecret", ...line, did: "made the next ring", ...keys },
      { step: "setSecret", ...line, did: expect.stringMatching(/^nothing/) },
      { step: "testSecret", ...line, did: "tested the next ring", ...keys },
      { step: "finishSecret", ...line, did: "put the next ring in use", ...keys },
    ]);
    expect(keys.added).toMatch(KID);
  });

  test("logs no secret", async () => {
    const secret = await newSecret(fullKeyRing);
    await secret.rotate();
    passed = TEN_MINUTES_MS + 1000;
    await secret.rotate();
    const { ring } = await secret.read();
    const values = [
      ring.root,
      ...Object.values(ring.api_key.keys),
      ...ring.user_token,
      ...ring.private_key,
    ];
    expect(values).toHaveLength(9);
    for (const value of values) expect(JSON.stringify(logged)).not.toContain(value);
  });

  test("that fails says nothing of the ring", async () => {
    const secret = await newSecret();
    const id = await secret.begin();
    const refused = { kind: "error", status: 400, type: "AccessDeniedException" } as const;
    secretsManager.next("PutSecretValue", refused);
    const error = await secret.take(id).catch((thrown) => thrown);
    expect(inspect(error, { depth: null })).toContain("AccessDeniedException");
    expect(inspect(error, { depth: null })).not.toContain(root);
  });
});

describe("a key is made current only when functions have had it for ten minutes", () => {
  test("just too soon it is refused, and nothing changes", async () => {
    const secret = await newSecretRotatedOnce();
    const { text, CreatedDate } = await secret.read();
    const id = await secret.begin();
    passed = Number(CreatedDate) + TEN_MINUTES_MS - 1 - Date.now();
    await expect(secret.take(id, ["createSecret"])).rejects.toThrow(
      `functions may not have the signing key ${secret.kid} yet`,
    );
    await expect(secret.read("AWSPENDING")).rejects.toThrow();
    expect((await secret.read()).text).toBe(text);
  });

  test("just in time it is, and the rotation that came too soon can go on", async () => {
    const secret = await newSecretRotatedOnce();
    const { CreatedDate } = await secret.read();
    const id = await secret.begin();
    passed = 1000;
    await expect(secret.take(id)).rejects.toThrow("yet");
    passed += Number(CreatedDate) + TEN_MINUTES_MS - Date.now();
    await secret.take(id);
    expect((await secret.read()).ring.api_key.current).toBe(secret.kid);
  });

  test("nobody waits where there is none to make current", async () => {
    const secret = await newSecret(fullKeyRing);
    await secret.rotate();
    expect((await secret.read()).ring.api_key.current).toBe("k2");
  });

  // moto doesn't tell when a rotation was completed
  (isEmulated ? test : test.skip)(
    "counted from when the ring came into use, however long before that it was made",
    async () => {
      const secret = await newSecret();
      const id = await secret.begin();
      await secret.take(id, ["createSecret"]);
      passed = 60 * 60_000;
      await secret.take(id);
      passed += TEN_MINUTES_MS - 1;
      await expect(secret.rotate()).rejects.toThrow("yet");
    },
  );
});

describe("a step", () => {
  test.each(steps)("%s can be repeated", async (step) => {
    const secret = await newSecretRotatedOnce();
    passed = TEN_MINUTES_MS + 1000;
    const id = await secret.begin();
    await secret.take(id, steps.slice(0, steps.indexOf(step) + 1));
    const made = await secret.read(step === "finishSecret" ? "AWSCURRENT" : "AWSPENDING");
    await secret.take(id, [step]);
    await secret.take(id);
    expect(await secret.read()).toMatchObject({ text: made.text, VersionId: id });
  });

  test.each([
    ["createSecret", "PutSecretValue", "answer lost"],
    ["createSecret", "PutSecretValue", "dropped"],
    ["finishSecret", "UpdateSecretVersionStage", "answer lost"],
    ["finishSecret", "UpdateSecretVersionStage", "dropped"],
  ] as const)("%s can be repeated when its %s was: %s", async (_step, operation, kind) => {
    const secret = await newSecret();
    const id = await secret.begin();
    secretsManager.next(operation, { kind });
    await secret.take(id).catch(() => secret.take(id));
    expect(await kidsOf(secret)).toHaveLength(1);
    expect(await secret.labelsOf(id)).toEqual(["AWSCURRENT"]);
  });

  test("that was interrupted after the ring came into use ends the rotation when it is repeated", async () => {
    const secret = await newSecret();
    const id = await secret.begin();
    const refused = { kind: "error", status: 400, type: "InvalidRequestException" } as const;
    await secret.take(id, steps.slice(0, 3));
    secretsManager.next("UpdateSecretVersionStage", inTime, refused);
    await expect(secret.take(id, ["finishSecret"])).rejects.toThrow();
    expect([...(await secret.labelsOf(id))].sort()).toEqual(["AWSCURRENT", "AWSPENDING"]);
    await secret.take(id, ["finishSecret"]);
    expect(await secret.labelsOf(id)).toEqual(["AWSCURRENT"]);
  });

  test("finishSecret needs a ring to put in use", async () => {
    const secret = await newSecret();
    const id = await secret.begin();
    await expect(secret.take(id, ["finishSecret"])).rejects.toThrow("has no ring yet");
  });

  test.each([
    ["has no ring yet", false],
    ["has the ring in use", true],
  ])(
    "testSecret by itself passes where its version %s: so a schedule is tried out",
    async (_case, copied) => {
      const secret = await newSecret();
      const before = await secret.read();
      const id = await secret.begin();
      if (copied) await secret.putPending(id, before.text);
      await secret.take(id, ["testSecret"]);
      expect(await secret.read()).toEqual(before);
    },
  );
});

describe("an operator's edit while a rotation is under way", () => {
  const edited = { root, user_token: fullKeyRing.user_token };

  test.each(["testSecret", "finishSecret"] as const)(
    "is not lost: %s refuses, and the next rotation starts from it",
    async (step) => {
      const secret = await newSecret();
      const id = await secret.begin();
      await secret.take(id, steps.slice(0, steps.indexOf(step)));
      await secret.edit(edited);
      await expect(secret.take(id, [step])).rejects.toThrow(
        `The ring in use is not the one that version ${id} was made from`,
      );
      expect((await secret.read()).ring).toEqual(edited);
      expect(await secret.labelsOf(id)).toEqual([]);

      await secret.rotate();
      expect((await secret.read()).ring).toMatchObject(edited);
    },
  );

  test("is not lost even when it comes between the last look and the last move", async () => {
    const secret = await newSecret();
    const id = await secret.begin();
    await secret.take(id, steps.slice(0, 3));
    secretsManager.next("GetSecretValue", inTime, {
      kind: "answer late",
      meanwhile: () => secret.edit(edited),
    });
    await expect(secret.take(id, ["finishSecret"])).rejects.toThrow();
    expect((await secret.read()).ring).toEqual(edited);
  });

  test("that breaks the ring stops the rotation until it is repaired", async () => {
    const secret = await newSecret();
    const id = await secret.begin();
    await secret.take(id, ["createSecret"]);
    await secret.edit({ root: "short" });
    await expect(secret.take(id, ["testSecret"])).rejects.toThrow('"root" must be a string');
    await secret.edit({ root });
    await secret.take(id);
    expect((await secret.read()).VersionId).toBe(id);
  });

  test("that puts the pending ring itself in use ends the rotation", async () => {
    const secret = await newSecret();
    const id = await secret.begin();
    await secret.take(id, ["createSecret"]);
    const { text } = await secret.read("AWSPENDING");
    await secret.edit(text);
    await expect(secret.take(id)).rejects.toThrow("rotate again");
    expect((await secret.read()).text).toBe(text);
  });
});

describe("nothing is rotated", () => {
  test.each([
    ["that is not JSON", "root", "its text is not JSON"],
    ["whose root is short", '{"root":"short"}', '"root" must be a string of at least 32 bytes'],
  ])("where the ring is one %s", async (_case, broken, problem) => {
    const secret = await newSecret();
    await secret.edit(broken);
    await expect(secret.rotate()).rejects.toThrow(`The key ring cannot be used: ${problem}`);
    await expect(secret.read("AWSPENDING")).rejects.toThrow();
  });

  test("where the pending ring is another's", async () => {
    const secret = await newSecret();
    const other = await newSecret(fullKeyRing);
    const id = await secret.begin();
    await expect(
      secret.handler({ Step: "createSecret", SecretId: other.arn, ClientRequestToken: id }),
    ).rejects.toThrow(`The only secret to rotate here is ${secret.arn}`);
  });

  test("for a version that the secret does not have", async () => {
    const secret = await newSecret();
    await expect(secret.take("00000000-0000-4000-8000-000000000000")).rejects.toThrow(
      "is not AWSPENDING",
    );
  });

  test("for a version of the past", async () => {
    const secret = await newSecret();
    const { VersionId = "", text } = await secret.read();
    await secret.rotate();
    const after = await secret.read();
    await expect(secret.take(VersionId)).rejects.toThrow("is not AWSPENDING");
    expect(await secret.read()).toEqual(after);
    expect(after.text).not.toBe(text);
  });

  test("for the version in use", async () => {
    const secret = await newSecret();
    const before = await secret.read();
    await secret.take(before.VersionId ?? "");
    expect(await secret.read()).toEqual(before);
  });

  test.each(["create_secret", "constructor", "", undefined])(
    "by a step of the name %s",
    async (step) => {
      const secret = await newSecret();
      const id = await secret.begin();
      await expect(secret.take(id, [step as string])).rejects.toThrow("There is no such step");
    },
  );

  // moto turns no rotation off that it could not begin
  (isEmulated ? test : test.skip)("while rotation is turned off", async () => {
    const secret = await newSecret();
    const id = await secret.begin();
    await secret.turnOff();
    await expect(secret.take(id)).rejects.toThrow("Rotation is turned off");
  });
});
