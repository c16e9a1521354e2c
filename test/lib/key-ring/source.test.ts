import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { fetchedKeyRing } from "../../../lib/key-ring/source.ts";
import { fullKeyRing } from "../../support/key-rings.ts";

const { root, api_key } = fullKeyRing;
const rootOnly = JSON.stringify({ root });
const withK2 = JSON.stringify({ root, api_key });

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
    await source.current();
    now += 5 * 60_000 - 1;
    await source.current();
    expect(fetches).toBe(1);
  });

  test("just after it is fetched again", async () => {
    answers = [rootOnly, withK2];
    await source.current();
    now += 5 * 60_000;
    expect(kids(await source.current())).toContain("k2");
    expect(fetches).toBe(2);
  });

  test("requests at the same time fetch it once", async () => {
    await Promise.all([source.current(), source.current(), source.lookingFor("k2")]);
    expect(fetches).toBe(1);
  });
});

describe("a fetch that fails", () => {
  const failure = new Error("no answer");

  test("fails the request, and the next one fetches again", async () => {
    answers = [failure, rootOnly];
    await expect(source.current()).rejects.toBe(failure);
    expect(kids(await source.current())).toEqual(["root"]);
  });

  test("does not bring back a ring that is over five minutes old", async () => {
    answers = [rootOnly, failure];
    await source.current();
    now += 5 * 60_000;
    await expect(source.current()).rejects.toBe(failure);
    await expect(source.current()).rejects.toBe(failure);
    expect(fetches).toBe(3);
  });
});

describe("an unknown signing key", () => {
  test("makes the ring be asked for once more", async () => {
    answers = [rootOnly, withK2];
    await source.current();
    now += 10_000;
    expect(kids(await source.lookingFor("k2"))).toContain("k2");
  });

  test("but not within ten seconds of the last time", async () => {
    await source.current();
    now += 9_999;
    expect(kids(await source.lookingFor("k2"))).not.toContain("k2");
    expect(fetches).toBe(1);
    now += 1;
    await source.lookingFor("k2");
    await source.lookingFor("k3");
    expect(fetches).toBe(2);
  });

  test("does not make a known one wait", async () => {
    await source.current();
    now += 10_000;
    await source.lookingFor("root");
    expect(fetches).toBe(1);
  });

  test("is not called unknown while the ring can't be asked for", async () => {
    const failure = new Error("no answer");
    answers = [rootOnly, failure];
    await source.current();
    now += 10_000;
    await expect(source.lookingFor("k2")).rejects.toBe(failure);
    await expect(source.lookingFor("k2")).rejects.toBe(failure);
    expect(fetches).toBe(2);
    expect(kids(await source.lookingFor("root"))).toEqual(["root"]);
  });
});
