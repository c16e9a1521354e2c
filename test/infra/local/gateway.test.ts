import { once } from "node:events";
import type { Server } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { FunctionError, FunctionTimeout } from "../../../infra/local/execution-environment.ts";
import { createGateway } from "../../../infra/local/gateway.ts";
import { close, listen } from "../../support/http.ts";

const cors = {
  AllowOrigins: ["https://app.example"],
  AllowMethods: ["GET", "POST"],
  AllowHeaders: ["authorization"],
  ExposeHeaders: ["retry-after"],
  MaxAge: 600,
};

let server: Server | undefined;
afterEach(async () => {
  if (server) await close(server);
});

/** A gateway of one route, GET and POST /things/{id}, whose function does what it is told. */
async function start(invoke: (event: APIGatewayProxyEventV2) => unknown) {
  const route = {
    path: "/things/{id}",
    function: { invoke: async (event: unknown) => invoke(event as APIGatewayProxyEventV2) },
  };
  const gateway = createGateway(
    [
      { method: "GET", ...route },
      { method: "POST", ...route },
    ],
    cors,
    new Map([["Thing", route.function]]),
  );
  const listening = await listen(gateway);
  server = listening.server;
  return listening.url;
}

/** The event that a request becomes. */
async function eventOf(path: string, init: RequestInit = {}) {
  let seen: APIGatewayProxyEventV2 | undefined;
  const url = await start((event) => {
    seen = event;
    return { statusCode: 204 };
  });
  expect((await fetch(url + path, init)).status).toBe(204);
  return seen as APIGatewayProxyEventV2;
}

/** Sends bytes as they are, and gives the whole answer as text. */
async function sendRaw(url: string, lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  socket.end(`${lines.join("\r\n")}\r\n\r\n`);
  return text(socket);
}

describe("the event", () => {
  test("has the form of payload 2.0", async () => {
    const event = await eventOf("/things/a%20b?x=1&y=%20&x=2", {
      headers: { "X-Custom": "Value", "User-Agent": "test" },
    });
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /things/{id}",
      rawPath: "/things/a b",
      rawQueryString: "x=1&y=%20&x=2",
      queryStringParameters: { x: "1,2", y: " " },
      pathParameters: { id: "a b" },
      headers: { "x-custom": "Value" },
      isBase64Encoded: false,
      requestContext: {
        http: { method: "GET", path: "/things/a b", protocol: "HTTP/1.1", userAgent: "test" },
        routeKey: "GET /things/{id}",
        stage: "$default",
        requestId: expect.any(String),
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
    });
    expect(event).not.toHaveProperty("body");
  });

  test("joins repeated headers by a comma, Authorization too", async () => {
    let headers: unknown;
    const url = await start((event) => {
      headers = event.headers;
      return { statusCode: 204 };
    });
    await sendRaw(url, [
      "GET /things/1 HTTP/1.1",
      "Host: x",
      "AUTHORIZATION: one",
      "Accept: a",
      "authorization: two",
      "Accept: b",
      "Connection: close",
    ]);
    expect(headers).toMatchObject({ authorization: "one,two", accept: "a,b" });
  });

  test("keeps cookies apart from the headers", async () => {
    const event = await eventOf("/things/1", { headers: { Cookie: "a=1; b=2" } });
    expect(event.cookies).toEqual(["a=1", "b=2"]);
    expect(event.headers).not.toHaveProperty("cookie");
  });

  test("has an encoded slash in a path parameter, not between two", async () => {
    expect((await eventOf("/things/a%2Fb")).pathParameters).toEqual({ id: "a/b" });
  });

  test.each([
    ["application/json", '{"ü":1}', false],
    ["application/json; charset=utf-8", "{}", false],
    ["text/plain", "x", false],
    ["application/xml", "<a/>", false],
    ["application/x-www-form-urlencoded", "a=b", true],
    ["application/octet-stream", "\0", true],
  ])("has a body of %s as text or as base64, as API Gateway does", async (type, body, encoded) => {
    const event = await eventOf("/things/1", {
      method: "POST",
      body,
      headers: { "content-type": type },
    });
    expect(event.isBase64Encoded).toBe(encoded);
    expect(Buffer.from(event.body ?? "", encoded ? "base64" : "utf8").toString()).toBe(body);
  });
});

describe("the answer", () => {
  test("is what the function returns", async () => {
    const url = await start(() => ({
      statusCode: 201,
      headers: { "X-One": "1", "X-Two": 2 },
      cookies: ["a=1", "b=2"],
      body: "made",
    }));
    const response = await fetch(`${url}/things/1`);
    expect(response.status).toBe(201);
    expect(response.headers.get("x-one")).toBe("1");
    expect(response.headers.get("x-two")).toBe("2");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("content-length")).toBe("4");
    expect(await response.text()).toBe("made");
  });

  test("is decoded from base64", async () => {
    const url = await start(() => ({ statusCode: 200, body: "bWFkZQ==", isBase64Encoded: true }));
    expect(await (await fetch(`${url}/things/1`)).text()).toBe("made");
  });

  test("is a 200 with the result as JSON where the function names no status", async () => {
    const url = await start(() => ({ made: true }));
    const response = await fetch(`${url}/things/1`);
    expect([response.status, await response.json()]).toEqual([200, { made: true }]);
  });
});

describe("the gateway's own answers", () => {
  const own = async (response: Response) => [
    response.status,
    response.headers.get("content-type"),
    await response.json(),
  ];

  test.each([
    ["an unknown path", "/nothing", "GET"],
    ["a path that goes on", "/things/1/2", "GET"],
    ["a slash behind", "/things/1/", "GET"],
    ["an empty parameter", "/things/", "GET"],
    ["a method without a route", "/things/1", "DELETE"],
    ["OPTIONS that is no preflight", "/things/1", "OPTIONS"],
  ])("404 for %s", async (_case, path, method) => {
    const url = await start(() => ({ statusCode: 200 }));
    const response = await fetch(url + path, { method });
    expect(await own(response)).toEqual([404, "application/json", { message: "Not Found" }]);
  });

  test("500 for a function that throws", async () => {
    const url = await start(() => {
      throw new FunctionError("Error", "thrown on purpose");
    });
    expect(await own(await fetch(`${url}/things/1`))).toEqual([
      500,
      "application/json",
      { message: "Internal Server Error" },
    ]);
  });

  test("503 for a function that overruns", async () => {
    const url = await start(() => {
      throw new FunctionTimeout();
    });
    expect(await own(await fetch(`${url}/things/1`))).toEqual([
      503,
      "application/json",
      { message: "Service Unavailable" },
    ]);
  });

  test("400 for a path that can't be decoded", async () => {
    const url = await start(() => ({ statusCode: 200 }));
    expect(await own(await fetch(`${url}/things/%ff`))).toEqual([
      400,
      "application/json",
      { message: "Bad Request" },
    ]);
  });

  test("400 for what is not HTTP", async () => {
    const url = await start(() => ({ statusCode: 200 }));
    expect(await sendRaw(url, ["HELLO"])).toMatch(
      /^HTTP\/1\.1 400 .*\{"message":"Bad Request"\}$/s,
    );
  });

  test("431 for more than 10,240 bytes of headers", async () => {
    const url = await start(() => ({ statusCode: 200 }));
    const send = (bytes: number) =>
      sendRaw(url, [
        "GET /things/1 HTTP/1.1",
        "Host: x",
        "Connection: close",
        `X-Long: ${"x".repeat(bytes)}`,
      ]);
    expect(await send(10_000)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await send(10_240)).toMatch(
      /^HTTP\/1\.1 431 .*\{"message":"Request Header Fields Too Large"\}$/s,
    );
  });

  test("413 for a body of more than 10 MiB", async () => {
    const url = await start(() => ({ statusCode: 200 }));
    const send = async (bytes: number) =>
      (await fetch(`${url}/things/1`, { method: "POST", body: Buffer.alloc(bytes) })).status;
    expect(await send(10 * 1024 * 1024)).toBe(200);
    expect(await send(10 * 1024 * 1024 + 1)).toBe(413);
    expect(await send(30 * 1024 * 1024)).toBe(413);
  });
});

describe("Lambda's own Invoke call", () => {
  const invoke = (url: string, name: string, body: string) =>
    fetch(`${url}/2015-03-31/functions/${name}/invocations`, { method: "POST", body });

  test("runs a function on any event, and gives its result", async () => {
    const url = await start((event) => ({ seen: event }));
    const response = await invoke(url, "Thing", '{"type":"TOKEN"}');
    expect([response.status, await response.json()]).toEqual([200, { seen: { type: "TOKEN" } }]);
  });

  test("tells what the function threw", async () => {
    const url = await start(() => {
      throw new FunctionError("Error", "Unauthorized");
    });
    const response = await invoke(url, "Thing", "{}");
    expect(response.headers.get("x-amz-function-error")).toBe("Unhandled");
    expect([response.status, await response.json()]).toEqual([
      200,
      { errorType: "Error", errorMessage: "Unauthorized" },
    ]);
  });

  test("knows no other function, and no event that is not JSON", async () => {
    const url = await start(() => ({ statusCode: 200 }));
    expect((await invoke(url, "Nothing", "{}")).status).toBe(404);
    expect((await invoke(url, "Thing", "{")).status).toBe(400);
  });
});

describe("CORS, as the template says", () => {
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/things/1`, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
    });
  const corsHeaders = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith("access-control")));

  test("a preflight is answered without the function", async () => {
    const url = await start(() => {
      throw new FunctionError("Error", "thrown on purpose");
    });
    const response = await preflight(url, "https://app.example");
    expect(response.status).toBe(204);
    expect(corsHeaders(response)).toEqual({
      "access-control-allow-origin": "https://app.example",
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers": "authorization",
      "access-control-expose-headers": "retry-after",
      "access-control-max-age": "600",
    });
  });

  test("a preflight from another origin gets nothing", async () => {
    const url = await start(() => ({ statusCode: 200 }));
    const response = await preflight(url, "https://evil.example");
    expect([response.status, corsHeaders(response)]).toEqual([204, {}]);
  });

  test("an answer may be read by the origin, also when it is an error", async () => {
    const url = await start(() => {
      throw new FunctionError("Error", "thrown on purpose");
    });
    const response = await fetch(`${url}/things/1`, { headers: { Origin: "https://app.example" } });
    expect(response.status).toBe(500);
    expect(corsHeaders(response)).toEqual({
      "access-control-allow-origin": "https://app.example",
      "access-control-expose-headers": "retry-after",
    });
  });
});
