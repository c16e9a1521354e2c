import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { deadlineIn } from "../../../lib/deadline.ts";
import { fetchedKeyRing } from "../../../lib/key-ring/source.ts";
import { fullKeyRing } from "../../support/key-rings.ts";
import { captureLog } from "../../support/service.ts";

const { root, api_key } = fullKeyRing;
const rootOnly = JSON.stringify({ root });
const withK2 = JSON.stringify({ root, api_key });

const deadline = deadlineIn(60_000);

let now: number;
let answers: (string | Error)[];
let fetches: number;
let source: ReturnType<typeof fetchedKeyRing>;

beforeEach(() => {
  now = 1_800_000_000_000;
  jest.spyOn(Date, "now").mockImplementation(() => now);
  answers = [rootOnly];
  fetches = 0;
  source = fetchedKeyRing(async () => {
    fetches++;
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer ?? "";
  });
});

const kids = (ring: { signingKeys: ReadonlyMap<string, unknown> }) => [...ring.signingKeys.keys()];

describe("the ring is kept for five minutes", () => {
  test("just before it is the kept one", async () => {
    await source.current(deadline);
    now += 5 * 60_000 - 1;
    await source.current(deadline);
    expect(fetches).toBe(1);
  });

  test("just after it is fetched again", async () => {
    answers = [rootOnly, withK2];
    await source.current(deadline);
    now += 5 * 60_000;
    expect(kids(await source.current(deadline))).toContain("k2");
    expect(fetches).toBe(2);
  });

  test("requests at the same time fetch it once", async () => {
    await Promise.all([
      source.current(deadline),
      source.current(deadline),
      source.lookingFor("k2", deadline),
    ]);
    expect(fetches).toBe(1);
  });
});

describe("a fetch that fails", () => {
  const failure = new Error("no answer");

  test("fails the request, and the next one fetches again", async () => {
    answers = [failure, rootOnly];
    await expect(source.current(deadline)).rejects.toBe(failure);
    expect(kids(await source.current(deadline))).toEqual(["root"]);
  });

  test("does not bring back a ring that is over five minutes old", async () => {
    answers = [rootOnly, failure];
    await source.current(deadline);
    now += 5 * 60_000;
    await expect(source.current(deadline)).rejects.toBe(failure);
    await expect(source.current(deadline)).rejects.toBe(failure);
    expect(fetches).toBe(3);
  });
});

describe("a ring that can't be used", () => {
  const broken = '{"root":"short"}';
  let logged: ReturnType<typeof captureLog>;
  beforeEach(() => {
    logged = captureLog();
  });

  test("fails the request where there is no other, and the next one fetches again", async () => {
    answers = [broken, rootOnly];
    await expect(source.current(deadline)).rejects.toMatchObject({ status: 503 });
    expect(kids(await source.current(deadline))).toEqual(["root"]);
  });

  test("leaves the one before in use, is logged, and is asked for again after ten seconds", async () => {
    answers = [rootOnly, broken, withK2];
    await source.current(deadline);
    now += 5 * 60_000;
    expect(kids(await source.current(deadline))).toEqual(["root"]);
    now += 9_999;
    expect(kids(await source.current(deadline))).toEqual(["root"]);
    expect(fetches).toBe(2);
    expect(logged).toHaveLength(1);
    now += 1;
    expect(kids(await source.current(deadline))).toContain("k2");
  });

  test("is forgotten once there is one that can", async () => {
    answers = [broken, rootOnly, withK2];
    await expect(source.current(deadline)).rejects.toMatchObject({ status: 503 });
    await source.current(deadline);
    expect(kids(await source.lookingFor("k2", deadline))).toContain("k2");
  });

  test("does not tell that a signing key is unknown", async () => {
    answers = [rootOnly, broken];
    await source.current(deadline);
    for (let tries = 1; tries <= 2; tries++) {
      await expect(source.lookingFor("k2", deadline)).rejects.toMatchObject({ status: 503 });
    }
    expect(fetches).toBe(2);
    expect(kids(await source.current(deadline))).toEqual(["root"]);
  });
});

describe("an unknown signing key", () => {
  test("makes the ring be asked for at once, however new it is", async () => {
    answers = [rootOnly, withK2];
    await source.current(deadline);
    expect(kids(await source.lookingFor("k2", deadline))).toContain("k2");
  });

  test("but not again within ten seconds", async () => {
    await source.current(deadline);
    await source.lookingFor("k2", deadline);
    now += 9_999;
    expect(kids(await source.lookingFor("k2", deadline))).not.toContain("k2");
    expect(fetches).toBe(2);
    now += 1;
    await source.lookingFor("k2", deadline);
    await source.lookingFor("k3", deadline);
    expect(fetches).toBe(3);
  });

  test("is not looked for again in a ring that was fetched for it", async () => {
    await source.lookingFor("k2", deadline);
    expect(fetches).toBe(1);
  });

  test("does not make a known one wait", async () => {
    await source.current(deadline);
    now += 10_000;
    await source.lookingFor("root", deadline);
    expect(fetches).toBe(1);
  });

  test("is not called unknown while the ring can't be asked for: each request asks again", async () => {
    const failure = new Error("no answer");
    answers = [rootOnly, failure, failure, withK2];
    await source.current(deadline);
    now += 10_000;
    await expect(source.lookingFor("k2", deadline)).rejects.toBe(failure);
    await expect(source.lookingFor("k2", deadline)).rejects.toBe(failure);
    expect(kids(await source.lookingFor("root", deadline))).toEqual(["root"]);
    expect(kids(await source.lookingFor("k2", deadline))).toContain("k2");
    expect(fetches).toBe(4);
  });

  test("is looked for in the ring at hand first, however old that is", async () => {
    const atHand = await source.current(deadline);
    now += 60 * 60_000;
    expect(await source.lookingFor("root", deadline, atHand)).toBe(atHand);
    expect(fetches).toBe(1);
  });
});

describe("a fetch under way", () => {
  /** The fetches that were begun, each to be settled by the test. */
  let begun: { answers: (json: string) => void; fails: (error: Error) => void }[];
  beforeEach(() => {
    begun = [];
    source = fetchedKeyRing(() => new Promise((answers, fails) => begun.push({ answers, fails })));
  });

  test("is not waited for beyond the deadline, and who has more time gets the ring", async () => {
    const hurried = source.current(deadlineIn(0));
    const patient = source.current(deadline);
    await expect(hurried).rejects.toMatchObject({ status: 503, cause: "the deadline passed" });
    begun[0]?.answers(rootOnly);
    expect(kids(await patient)).toEqual(["root"]);
    expect(begun).toHaveLength(1);
  });

  test("that fails does not fail a request which only joined it: that one asks for itself", async () => {
    const failure = new Error("no answer");
    const first = source.current(deadline);
    const second = source.current(deadline);
    begun[0]?.fails(failure);
    await expect(first).rejects.toBe(failure);
    begun[1]?.answers(rootOnly);
    expect(kids(await second)).toEqual(["root"]);
  });

  test("that was frozen with its process is not waited for, and its ring is the older one", async () => {
    const frozen = source.current(deadline);
    now += 60 * 60_000;
    const thawed = source.current(deadline);
    begun[1]?.answers(withK2);
    expect(kids(await thawed)).toContain("k2");
    begun[0]?.answers(rootOnly);
    expect(kids(await frozen)).toEqual(["root"]);
    expect(kids(await source.current(deadline))).toContain("k2");
  });
});
