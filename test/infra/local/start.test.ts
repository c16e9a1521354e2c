import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { newFolder, run, startServer } from "../../support/command.ts";
import { documents, readItem } from "../../support/database.ts";
import { close, listen } from "../../support/http.ts";
import { fullKeyRing, privateKey } from "../../support/key-rings.ts";
import { newUserId } from "../../support/tokens.ts";

jest.setTimeout(120_000);

type Server = Awaited<ReturnType<typeof startServer>>;

const callAt =
  (server: Server) =>
  async (method: string, authorization: string, user = "me") => {
    const response = await fetch(`${server.url}/users/${user}/api_key`, {
      method,
      headers: { authorization },
    });
    const body = (await response.json()) as { data: { token: string } | null; message: string };
    return { status: response.status, response, body };
  };

describe("npm start, for a newcomer", () => {
  const folder = newFolder();
  let server: Server;
  let call: ReturnType<typeof callAt>;
  let user: string;

  beforeAll(async () => {
    server = await startServer(folder);
    call = callAt(server);
    user = `Bearer ${server.token}`;
  });

  test("prints three calls to paste, and no colours where there is no terminal", () => {
    const calls = server.banner.match(/^curl .+$/gm) ?? [];
    const address = `${server.url}/users/me/api_key`;
    const look = `curl -sS -w '\\n' -H "Authorization: Bearer $TOKEN" ${address}`;
    expect(calls).toEqual([look, look.replace(" -H", " -X POST -H"), look]);
    expect(server.banner).not.toContain("\u001b");
  });

  test("is told of two pages, which speak for the demo user", async () => {
    const [, key = "", reference = ""] =
      /^In a browser: the key at (\S+), the reference at (\S+)$/m.exec(server.banner) ?? [];
    expect([key, reference]).toEqual([new URL(server.url).origin, `${key}/docs`]);
    expect(await (await fetch(key)).text()).toContain("<title>Your API key</title>");
    expect(await (await fetch(reference)).text()).toContain("<title>API reference</title>");
    const { userId, token } = await (await fetch(`${key}/pages/demo-user.json`)).json();
    expect(server.banner).toContain(`the demo user ${userId},`);
    expect((await call("GET", `Bearer ${token}`)).status).toBe(404);
  });

  test("looks, resets, looks again, and sees the old key refused", async () => {
    expect((await call("GET", user)).status).toBe(404);

    const first = await call("POST", user);
    expect(first.status).toBe(201);
    expect(first.response.headers.get("cache-control")).toBe("no-store");
    expect((await call("GET", user)).body.data).toEqual(first.body.data);

    const oldKey = `Bearer ${first.body.data?.token}`;
    expect((await call("GET", oldKey)).status).toBe(403);
    const second = await call("POST", user);
    const refused = await call("GET", oldKey);
    expect(refused.status).toBe(401);
    expect(refused.response.headers.get("www-authenticate")).toBe(
      'Bearer realm="clara", error="invalid_token"',
    );
    expect((await call("GET", user)).body.data).toEqual(second.body.data);
  });

  test("gets tokens for other users and the private key from npm run token", async () => {
    const other = newUserId();
    const token = (await run("token.ts", folder, [other])).stdout.trim();
    expect((await call("POST", `Bearer ${token}`, other)).status).toBe(201);
    const key = (await run("token.ts", folder, ["--private"])).stdout.trim();
    expect((await call("GET", key, other)).status).toBe(200);
  });

  test("checks a key, revokes it, and sees it inactive", async () => {
    const userId = newUserId();
    const own = `Bearer ${(await run("token.ts", folder, [userId])).stdout.trim()}`;
    const authorization = (await run("token.ts", folder, ["--private"])).stdout.trim();
    const key = (await call("POST", own)).body.data?.token ?? "";
    const introspect = async () => {
      const body = new URLSearchParams({ token: key });
      const headers = { authorization };
      return (await fetch(`${server.url}/introspect`, { method: "POST", body, headers })).json();
    };
    expect(await introspect()).toMatchObject({ active: true, sub: userId });
    const revoked = await fetch(`${server.url}/users/me/api_key`, {
      method: "DELETE",
      headers: { authorization: own },
    });
    expect([revoked.status, await revoked.text()]).toEqual([204, ""]);
    expect(await introspect()).toEqual({ active: false });
  });

  test("asks the authorizer, which has no route, as Lambda is asked", async () => {
    const key = (await call("POST", user)).body.data?.token;
    const ask = async (authorizationToken: string) => {
      const event = { type: "TOKEN", methodArn: "arn:aws:execute-api:x", authorizationToken };
      const url = new URL("/2015-03-31/functions/Authorize/invocations", server.url);
      return (await fetch(url, { method: "POST", body: JSON.stringify(event) })).json();
    };
    expect(await ask(`Bearer ${key}`)).toMatchObject({ context: { role: "api_key" } });
    expect(await ask("Bearer x")).toEqual({ errorType: "Error", errorMessage: "Unauthorized" });
  });

  test("answers a browser's preflight as the stack says", async () => {
    const response = await fetch(`${server.url}/users/me/api_key`, {
      method: "OPTIONS",
      headers: { Origin: "https://app.example", "Access-Control-Request-Method": "DELETE" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-methods")).toBe("GET,POST,DELETE");
  });

  test("has a demo token that is good for a day", () => {
    const claims = Buffer.from(server.token.split(".")[1] ?? "", "base64url").toString();
    const { iat, exp } = JSON.parse(claims);
    expect(exp - iat).toBe(86_400);
  });

  test("sees two values of Authorization refused", async () => {
    expect((await call("GET", `${user},${user}`)).status).toBe(400);
  });

  test("finds nothing but the routes of the stack", async () => {
    const response = await fetch(`${server.url}/users/me/api_keys`);
    expect([response.status, await response.json()]).toEqual([404, { message: "Not Found" }]);
  });

  test("is told in one line that the folder is in use", async () => {
    const { code, stdout, stderr } = await run("start.ts", folder, [], { PORT: "0" });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `Another process uses ${join(folder, ".local/dynamodb")}. Stop it first, or start in another folder.\n`,
    );
  });

  test("keeps the keys over a restart, and stops cleanly", async () => {
    const before = await call("GET", user);
    expect(before.status).toBe(200);
    await fetch(`${server.url}/users/me/api_key?access_token=hunter2`);
    const idle = connect(Number(new URL(server.url).port), "127.0.0.1"); // as a browser keeps one
    await once(idle, "connect");
    idle.on("error", () => {}); // it is cut off in the end

    const { code, stderr } = await server.stop();
    expect(code).toBe(0);
    expect(stderr).toContain("GET /api/v1/users/{user_id}/api_key 200");
    expect(stderr).not.toMatch(/eyJ|clara_private|hunter2/); // no token, no key, no query

    server = await startServer(folder);
    call = callAt(server);
    expect((await call("GET", user)).body).toEqual(before.body);
  });

  afterAll(async () => {
    await server.stop();
  });
});

describe("npm start, with settings", () => {
  test("uses the key ring in KEY_RING and the database in AWS_ENDPOINT_URL_DYNAMODB", async () => {
    const userId = newUserId();
    const env = {
      KEY_RING: JSON.stringify(fullKeyRing),
      AWS_ENDPOINT_URL_DYNAMODB: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "",
    };
    const folder = newFolder();
    const server = await startServer(folder, env);
    const call = callAt(server);
    const token = (await run("token.ts", folder, [userId], env)).stdout.trim();
    expect((await call("POST", `Bearer ${token}`)).status).toBe(201);
    expect(await readItem("api-keys", userId)).toMatchObject({ kid: "k2" });
    expect((await call("GET", privateKey, userId)).status).toBe(200);
    await server.stop();

    const again = await startServer(folder, env);
    expect((await callAt(again)("GET", `Bearer ${token}`)).status).toBe(200);
    await again.stop();
    documents.destroy();
  });
});

describe("npm start ends with one clear line and exit code 1", () => {
  const fails = async (env: Record<string, string>, folder = newFolder()) => {
    const { code, stdout, stderr } = await run("start.ts", folder, [], { PORT: "0", ...env });
    expect([code, stdout]).toEqual([1, ""]);
    return stderr.replace(/^Bundling asset .*\n/gm, "").replace(/^npm warn .*\n/gm, "");
  };

  test("if the port is taken", async () => {
    const { server, url } = await listen(() => {});
    const { port } = new URL(url);
    expect(await fails({ PORT: port })).toBe(
      `Port ${port} is taken. Choose another one: PORT=3001 npm start\n`,
    );
    await close(server);
  });

  test.each([["http"], ["-1"], ["65536"], ["80 "], [""]])("if PORT is %j", async (PORT) => {
    expect(await fails({ PORT })).toBe(
      `PORT must be a number from 0 to 65535, not ${JSON.stringify(PORT)}.\n`,
    );
  });

  test("if the folder can't be written to", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, ".local"), "a file where the folder should be");
    expect(await fails({}, folder)).toBe(
      `Can't write to the folder ${join(folder, ".local")} (EEXIST).\n`,
    );
  });

  test("if KEY_RING is broken, naming the field and not the value", async () => {
    expect(await fails({ KEY_RING: '{"root":"hunter2"}' })).toBe(
      'KEY_RING: The key ring cannot be used: "root" must be a string of at least 32 bytes.\n',
    );
  });

  test("if the key ring in the folder is broken", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, ".local"));
    const file = join(folder, ".local/key-ring.json");
    writeFileSync(file, "hunter2");
    expect(await fails({}, folder)).toBe(
      `${file}: The key ring cannot be used: its text is not JSON.\n`,
    );
  });

  test("if the database's address is none", async () => {
    expect(await fails({ AWS_ENDPOINT_URL_DYNAMODB: "localhost:8000" })).toBe(
      "AWS_ENDPOINT_URL_DYNAMODB must be a URL like http://localhost:8000.\n",
    );
  });

  test("if the database never answers", async () => {
    const { server, url } = await listen(() => {});
    expect(await fails({ AWS_ENDPOINT_URL_DYNAMODB: url })).toMatch(
      new RegExp(`^The database at ${url} can't be used: .*\n$`),
    );
    await close(server);
  });

  test("if the database can't be reached", async () => {
    const { server, url } = await listen(() => {});
    await close(server);
    expect(await fails({ AWS_ENDPOINT_URL_DYNAMODB: url })).toMatch(
      new RegExp(`^The database at ${url} can't be used: .*ECONNREFUSED.*\\.\n$`),
    );
  });

  test("if it is given an argument", async () => {
    const { code, stderr } = await run("start.ts", newFolder(), ["--port", "80"]);
    expect([code, stderr]).toEqual([1, "Unknown option '--port'. Try --help.\n"]);
  });
});

test("npm start -- --help names every variable it reads", async () => {
  const { code, stdout } = await run("start.ts", newFolder(), ["--help"]);
  expect(code).toBe(0);
  for (const name of ["PORT", "KEY_RING", "AWS_ENDPOINT_URL_DYNAMODB"]) {
    expect(stdout).toContain(name);
  }
});

test("npm has the commands that the README names", async () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(scripts).toMatchObject({
    start: "node infra/local/start.ts",
    token: "node infra/local/token.ts",
  });
});
