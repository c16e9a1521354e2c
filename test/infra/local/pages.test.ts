import { readdirSync, readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request, type Server } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createGateway } from "../../../infra/local/gateway.ts";
import { createPages } from "../../../infra/local/pages.ts";
import { close, listen } from "../../support/http.ts";

const FOLDER = join(import.meta.dirname, "../../../infra/local/pages");
const TOKEN = "/pages/demo-user.json";

const cors = { AllowOrigins: ["*"], AllowMethods: ["GET"], AllowHeaders: ["authorization"] };
const demoUser = { userId: "user_1", token: "clara_user_of_the_demo" };

let server: Server;
let port: string;
const answered: (string | undefined)[] = [];

beforeAll(async () => {
  const api = { invoke: async () => ({ statusCode: 200, body: "of the function" }) };
  const routes = [{ method: "GET", path: "/api/v1/things", function: api }];
  const pages = createPages(async () => demoUser);
  const listening = await listen(
    createGateway(routes, cors, new Map(), ({ route }) => answered.push(route), pages),
  );
  server = listening.server;
  port = new URL(listening.url).port;
});

afterAll(() => close(server));

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks as a browser does, with what fetch would not let us say. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const host = `localhost:${port}`;
    request({ host: "127.0.0.1", port, path, method, headers: { host, ...headers } })
      .on("error", reject)
      .on("response", async (response) => {
        const { statusCode: status, headers } = response;
        resolve({ status, headers, body: await text(response) });
      })
      .end();
  });
}

const served = [
  ["/", "text/html; charset=utf-8"],
  ["/docs", "text/html; charset=utf-8"],
  ["/openapi.yaml", "application/yaml"],
  ["/pages/viewer/swagger-ui.css", "text/css; charset=utf-8"],
  ["/pages/viewer/swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
  ["/pages/key.js", "text/javascript; charset=utf-8"],
  ["/pages/key.css", "text/css; charset=utf-8"],
  ["/pages/icon.svg", "image/svg+xml"],
  [TOKEN, "application/json"],
] as const;

describe("the pages of npm start", () => {
  test.each(served)("%s is there, as %s, and kept by nobody", async (path, type) => {
    const { status, headers, body } = await ask(path);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([
      200,
      type,
      "no-store",
    ]);
    expect(body).not.toBe("");
    expect((await ask(path, {}, "HEAD")).status).toBe(200);
  });

  test("what they name is there", async () => {
    for (const page of ["/", "/docs"]) {
      const { body } = await ask(page);
      const paths = [...body.matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, path = ""]) => path);
      expect(paths.length).toBeGreaterThan(4);
      for (const path of paths) expect([path, (await ask(path)).status]).toEqual([path, 200]);
    }
  });

  test("the demo user comes with a token", async () => {
    expect(JSON.parse((await ask(TOKEN)).body)).toEqual(demoUser);
  });

  test("the token is in no other file", async () => {
    for (const [path] of served.filter(([path]) => path !== TOKEN)) {
      expect((await ask(path)).body).not.toContain(demoUser.token);
    }
  });

  test("there is nothing else in the folder, and nothing beside it", async () => {
    for (const path of [
      "/pages",
      "/pages/",
      "/pages/tsconfig.json",
      "/pages/key.html",
      "/pages/../pages.ts",
      "/pages/..%2fpages.ts",
      "/pages/viewer/package.json",
      "/docs/",
      "/key-ring.json",
      "/favicon.ico",
    ]) {
      const { status, body } = await ask(path);
      expect([path, status, body]).toEqual([path, 404, '{"message":"Not Found"}']);
    }
  });

  test("only looking is allowed", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const { status, headers } = await ask("/", {}, method);
      expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
    }
  });

  test("the routes of the stack are as before, with their CORS", async () => {
    const { status, headers, body } = await ask("/api/v1/things", {
      host: "any.example",
      origin: "https://app.example",
    });
    expect([status, body]).toEqual([200, "of the function"]);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["content-security-policy"]).toBeUndefined();
  });
});

test("of the pages nothing is logged, so that the calls stand out", async () => {
  answered.length = 0;
  for (const path of ["/", "/api/v1/things", TOKEN]) await ask(path);
  expect(answered).toEqual(["/api/v1/things"]);
});

describe("other sites in the same browser", () => {
  test("may not read any page: there is no CORS", async () => {
    const asking = { origin: "https://evil.example", "access-control-request-method": "GET" };
    for (const [path] of served) {
      for (const method of ["GET", "OPTIONS"]) {
        const names = Object.keys((await ask(path, asking, method)).headers);
        expect(names.filter((name) => name.startsWith("access-control"))).toEqual([]);
      }
    }
  });

  test("may not show one in a frame, nor load it as a script or picture", async () => {
    for (const [path] of served) {
      const { headers } = await ask(path);
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  test.each([
    "evil.example",
    "evil.example:3000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost:3000.evil.example",
    "evil.example/localhost",
  ])("may not come by a name of their own: Host %j", async (host) => {
    for (const [path] of served) expect((await ask(path, { host })).status).toBe(403);
    expect((await ask(TOKEN, { host })).body).not.toContain(demoUser.token);
  });

  test.each(["localhost", "LOCALHOST:3000", "127.0.0.1", "127.0.0.1:3000", "[::1]:3000"])(
    "but the person at this machine may: Host %j",
    async (host) => {
      expect((await ask(TOKEN, { host })).status).toBe(200);
    },
  );

  test("are refused where the browser tells who asks", async () => {
    const from = async (site: string, mode: string) =>
      (await ask(TOKEN, { "sec-fetch-site": site, "sec-fetch-mode": mode })).status;
    expect(await from("same-origin", "cors")).toBe(200);
    expect(await from("none", "navigate")).toBe(200);
    expect(await from("same-site", "no-cors")).toBe(403);
    expect(await from("cross-site", "no-cors")).toBe(403);
    expect(await from("cross-site", "cors")).toBe(403);
  });

  test("a link to a page works", async () => {
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await ask("/docs", link)).status).toBe(200);
  });
});

describe("the pages are offline", () => {
  test("their policy names no other host, and allows nothing inline", async () => {
    for (const path of ["/", "/docs"]) {
      const policy = String((await ask(path)).headers["content-security-policy"]);
      expect(policy).toMatch(/^default-src 'self';/);
      expect(policy).not.toMatch(/https?:|unsafe|\*/);
    }
  });

  test("none of our files names another host", () => {
    for (const file of readdirSync(FOLDER)) {
      const content = readFileSync(join(FOLDER, file), "utf8");
      const hosts = content.match(/(?:https?:)?\/\/[\w.-]+\.\w{2,}/g) ?? [];
      expect([file, hosts.filter((host) => host !== "http://www.w3.org")]).toEqual([file, []]);
    }
  });
});
