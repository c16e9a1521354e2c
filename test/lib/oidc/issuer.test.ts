import type { RequestListener } from "node:http";
import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { deadlineIn } from "../../../lib/deadline.ts";
import { type Issuer, openIssuer } from "../../../lib/oidc/issuer.ts";
import { AUDIENCE, type IssuerKey, newKey } from "../../support/access-tokens.ts";
import { startIssuer } from "../../support/issuer.ts";
import { captureLog, type LogLine } from "../../support/service.ts";

const DISCOVERY = "/.well-known/openid-configuration";
const JWKS = "/jwks";
const MINUTE = 60_000;

const real = await startIssuer();
const k1 = newKey("k1", "ES256");
const k2 = newKey("k2", "ES256");
const deadline = deadlineIn(60_000);

let now: number;
let issuer: Issuer;
let logged: LogLine[];

beforeEach(() => {
  now = 1_800_000_000_000;
  jest.spyOn(Date, "now").mockImplementation(() => now);
  logged = captureLog();
  real.answers(DISCOVERY);
  real.answers(JWKS);
  real.signsWith(k1);
  real.asked.length = 0;
  issuer = openIssuer({ url: real.url, audience: AUDIENCE });
});

const current = async () => [...(await issuer.keys.current(deadline)).kids];
const lookingFor = async ({ kid }: IssuerKey) => [
  ...(await issuer.keys.lookingFor(({ kids }) => kids.has(kid), deadline)).kids,
];
const outage = (cause: string) => ({ status: 503, cause });

const sends =
  (body: unknown): RequestListener =>
  (_request, response) => {
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
const discovers = (members: object) =>
  sends({ issuer: real.url, jwks_uri: `${real.url}${JWKS}`, ...members });
const fails: RequestListener = (_request, response) => {
  response.writeHead(500).end();
};

describe("the issuer's keys", () => {
  test("are found by its discovery document, and kept for five minutes", async () => {
    expect(await current()).toEqual(["k1"]);
    expect(real.asked).toEqual([DISCOVERY, JWKS]);
    now += 5 * MINUTE - 1;
    await current();
    expect(real.asked).toHaveLength(2);
    now += 1;
    await current();
    expect(real.asked).toEqual([DISCOVERY, JWKS, DISCOVERY, JWKS]);
  });

  test("are found where its identifier ends in a slash", async () => {
    real.answers(DISCOVERY, discovers({ issuer: `${real.url}/` }));
    issuer = openIssuer({ url: `${real.url}/`, audience: AUDIENCE });
    expect(await current()).toEqual(["k1"]);
    expect(real.asked[0]).toBe(DISCOVERY);
  });

  test("are found where its identifier has a path", async () => {
    const url = `${real.url}/realms/a`;
    real.answers(`/realms/a${DISCOVERY}`, discovers({ issuer: url }));
    issuer = openIssuer({ url, audience: AUDIENCE });
    expect(await current()).toEqual(["k1"]);
  });

  test("are fetched once by requests at the same time", async () => {
    await Promise.all([current(), current(), lookingFor(k2)]);
    expect(real.asked).toHaveLength(2);
  });
});

describe("when it rotates its keys", () => {
  test("a new one is known at once", async () => {
    await current();
    real.signsWith(k1, k2);
    expect(await lookingFor(k2)).toEqual(["k1", "k2"]);
  });

  test("one that it withdrew is dead after five minutes at the latest", async () => {
    await current();
    real.signsWith(k2);
    now += 5 * MINUTE - 1;
    expect(await lookingFor(k1)).toEqual(["k1"]);
    now += 1;
    expect(await lookingFor(k1)).toEqual(["k2"]);
  });

  test("keys that nobody knows make it be asked every ten seconds at most", async () => {
    await current();
    expect(await lookingFor(k2)).toEqual(["k1"]);
    now += 9_999;
    expect(await lookingFor(newKey("k3", "ES256"))).toEqual(["k1"]);
    expect(real.asked).toHaveLength(4);
    now += 1;
    real.signsWith(k1, k2);
    expect(await lookingFor(k2)).toEqual(["k1", "k2"]);
    expect(real.asked).toHaveLength(6);
  });
});

describe("while it fails", () => {
  beforeEach(async () => {
    await current();
    real.answers(JWKS, fails);
  });
  const failure = outage("the issuer's key set: status 500");

  test("its last keys stay in use, and it is asked every ten seconds at most", async () => {
    now += 5 * MINUTE;
    expect(await lookingFor(k1)).toEqual(["k1"]);
    now += 9_999;
    expect(await lookingFor(k1)).toEqual(["k1"]);
    expect(real.asked).toHaveLength(4);
    now += 1;
    real.answers(JWKS);
    real.signsWith(k2);
    expect(await lookingFor(k1)).toEqual(["k2"]);
  });

  test("its last keys are used for an hour, and no longer", async () => {
    now += 60 * MINUTE - 1;
    expect(await lookingFor(k1)).toEqual(["k1"]);
    now += 1;
    await expect(lookingFor(k1)).rejects.toMatchObject(failure);
  });

  test("a key that is not among them is not called unknown", async () => {
    for (let tries = 1; tries <= 3; tries++) {
      await expect(lookingFor(k2)).rejects.toMatchObject(failure);
    }
    expect(real.asked).toHaveLength(4);
    now += 5 * MINUTE;
    await expect(lookingFor(k2)).rejects.toMatchObject(failure);
  });

  test("the log says so once for each time it was asked", async () => {
    now += 5 * MINUTE;
    await current();
    await current();
    expect(logged).toMatchObject([{ event: "outage", cause: failure.cause }]);
  });

  test("and there are no keys yet, each request asks it again", async () => {
    issuer = openIssuer({ url: real.url, audience: AUDIENCE });
    await expect(lookingFor(k1)).rejects.toMatchObject(failure);
    real.answers(JWKS);
    expect(await lookingFor(k1)).toEqual(["k1"]);
  });
});

const MOST_BYTES = 128 * 1024;
const ofLength = (members: object, length: number) => {
  const text = JSON.stringify(members);
  return text + " ".repeat(length - text.length);
};

describe.each([
  ["the discovery document", DISCOVERY, { issuer: real.url, jwks_uri: `${real.url}${JWKS}` }],
  ["the issuer's key set", JWKS, { keys: [k1.jwk] }],
])("%s is an outage", (name, path, good) => {
  const answers: [string, string, RequestListener][] = [
    ["that is not found", "status 404", (_, answer) => answer.writeHead(404).end()],
    ["at fault", "status 500", fails],
    ["without content", "status 204", (_, answer) => answer.writeHead(204).end()],
    [
      "elsewhere",
      "status 302",
      (_, answer) => answer.writeHead(302, { location: `${real.url}/elsewhere` }).end(),
    ],
    ["whose connection breaks", "ECONNRESET", (request) => request.destroy()],
    [
      "that ends too early",
      "ECONNRESET",
      (_, answer) => {
        answer.writeHead(200, { "content-length": 1000 }).write("{}");
        answer.destroy();
      },
    ],
    ["in no HTTP", "HPE_INVALID_CONSTANT", (request) => request.socket.end("hello, world\r\n\r\n")],
  ];
  test.each(answers)("%s", async (_case, problem, how) => {
    real.answers("/elsewhere", sends(good));
    real.answers(path, how);
    await expect(current()).rejects.toMatchObject(outage(`${name}: ${problem}`));
    expect(real.asked).not.toContain("/elsewhere");
  });

  test.each([
    ["empty", "", "is not JSON"],
    ["HTML", "<!doctype html><title>eyJhbGciOi</title>", "is not JSON"],
    ["half", JSON.stringify(good).slice(0, -1), "is not JSON"],
    ["an array", [good], "is not a JSON object"],
    ["null", "null", "is not a JSON object"],
    [
      "ambiguous",
      `{"keys":[],"issuer":"a",${JSON.stringify(good).slice(1)}`,
      "names a member twice",
    ],
  ])("that is %s", async (_case, body, problem) => {
    real.answers(path, sends(body));
    await expect(current()).rejects.toMatchObject(outage(`${name} ${problem}`));
  });

  test("of over 128 KiB, whatever length it says", async () => {
    real.answers(path, sends(ofLength(good, MOST_BYTES)));
    expect(await current()).toEqual(["k1"]);
    now += 5 * MINUTE;
    issuer = openIssuer({ url: real.url, audience: AUDIENCE });
    real.answers(path, sends(ofLength(good, MOST_BYTES + 1)));
    await expect(current()).rejects.toMatchObject(outage(`${name} is over 128 KiB`));
    real.answers(path, (_request, answer) => {
      const more = () => {
        while (!answer.destroyed && answer.write(" ".repeat(1024)));
      };
      answer.on("drain", more);
      more();
    });
    await expect(current()).rejects.toMatchObject(outage(`${name} is over 128 KiB`));
  });

  /** Resolves once the document was asked for, which is then answered like this. */
  const isAsked = (how: RequestListener) =>
    new Promise<void>((resolve) => {
      real.answers(path, (request, answer) => {
        how(request, answer);
        resolve();
      });
    });
  const noAnswer: RequestListener = () => {};
  const halfAnAnswer: RequestListener = (_, answer) => answer.writeHead(200).write("{");

  test.each([
    ["never comes", noAnswer],
    ["comes by half", halfAnAnswer],
  ])("that %s in time", async (_case, how) => {
    const stop = new AbortController();
    const timeout = jest.spyOn(AbortSignal, "timeout").mockReturnValueOnce(stop.signal);
    const asked = isAsked(how);
    const answered = expect(current()).rejects.toMatchObject(outage(`${name}: ABORT_ERR`));
    await asked;
    stop.abort();
    await answered;
    expect(timeout).toHaveBeenCalledWith(4000);
    timeout.mockRestore();
  });

  test("that does not come by the request's own deadline", async () => {
    const asked = isAsked(noAnswer);
    await expect(issuer.keys.current(deadlineIn(0))).rejects.toMatchObject(
      outage("the deadline passed"),
    );
    await asked;
  });
});

describe("a discovery document is an outage", () => {
  const { host } = new URL(real.url);

  test.each([
    [undefined],
    [`${real.url}/`],
    [real.url.toUpperCase()],
    ["https://issuer.example"],
    [[real.url]],
  ])("of the issuer %j", async (other) => {
    real.answers(DISCOVERY, discovers({ issuer: other }));
    await expect(current()).rejects.toMatchObject(
      outage("the discovery document is another issuer's"),
    );
    expect(real.asked).toEqual([DISCOVERY]);
  });

  test.each([[undefined], [null], [1], [[`${real.url}${JWKS}`]]])(
    "with jwks_uri %j",
    async (jwks_uri) => {
      real.answers(DISCOVERY, discovers({ jwks_uri }));
      await expect(current()).rejects.toMatchObject(
        outage("the discovery document has no jwks_uri"),
      );
    },
  );

  test.each([
    [""],
    [JWKS],
    ["http://169.254.169.254/latest/meta-data"],
    ["http://issuer.example/jwks"],
    ["file:///etc/passwd"],
    [`http://user@${host}${JWKS}`],
  ])("with jwks_uri %j", async (jwks_uri) => {
    real.answers(DISCOVERY, discovers({ jwks_uri }));
    await expect(current()).rejects.toMatchObject(
      outage("the issuer's key set is not at an https address"),
    );
    expect(real.asked).toEqual([DISCOVERY]);
  });
});

test("an issuer that is not there is an outage", async () => {
  issuer = openIssuer({ url: "http://127.0.0.1:9", audience: AUDIENCE });
  await expect(current()).rejects.toMatchObject(outage("the discovery document: ECONNREFUSED"));
});

test("what the issuer answers is not in the log", async () => {
  await current();
  now += 5 * MINUTE;
  real.answers(JWKS, sends("<!doctype html><title>hunter2</title>"));
  await current();
  expect(logged).toHaveLength(1);
  expect(JSON.stringify(logged)).not.toContain("hunter2");
});
