import { describe, expect, test } from "@jest/globals";
import { newUserId, userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { gatewayAnswer } from "./answers.ts";
import { startTarget } from "./refusal.ts";
import { startWire } from "./wire.ts";

const target = await startTarget();
const send = await startWire();
const user = newUser(target);
await user.reset();
const otherId = newUserId();
const token = userToken(user.userId);
const asUser = [`Authorization: Bearer ${token}`];
const pathOf = (id: string) => `/api/v1/users/${id}/api_key`;

describe("the gateway refuses", () => {
  const id = user.userId;
  const paths = [
    ...[
      "/",
      "//",
      "/api",
      "/api/v1",
      "/api/v1/users",
      `/api/v1/users/${id}`,
      "/api/v1/users//api_key",
    ],
    ...[
      `/${pathOf(id)}`,
      `${pathOf(id)}/`,
      `${pathOf(id)}//`,
      `${pathOf(id)}%2F`,
      `${pathOf(id)}.json`,
    ],
    ...[
      `/api/v1/users/${id}/../${id}/api_key`,
      `/api/v1/./users/${id}/api_key`,
      `/x/..${pathOf(id)}`,
    ],
    ...[pathOf(id).toUpperCase(), pathOf(id).replace("api_key", "API_KEY"), pathOf(`${id}/${id}`)],
    ...[
      pathOf(id).replace("/v1", "/V1"),
      pathOf(id).replace("/v1", "/v2"),
      `http://x${pathOf(id)}`,
    ],
    ...[
      `/${pathOf(id).replaceAll("/", "%2F")}`,
      `/${pathOf(id).replaceAll("/", "\\")}`,
      `${pathOf(id)}%00`,
    ],
  ];

  test(`each of ${paths.length} paths without a route`, async () => {
    for (const path of paths) {
      await target.expectRefusal({
        name: path,
        shown: token,
        attempt: () => send({ path, lines: asUser }),
        answer: gatewayAnswer(404, "Not Found"),
      });
    }
  });

  const undecodable = ["%", "%2", "%zz", "%ff", "%c0%af", "%ed%a0%80", "%u0075", "%f4%90%80%80"];

  test(`each of ${undecodable.length} paths that can't be decoded`, async () => {
    for (const text of undecodable) {
      await target.expectRefusal({
        name: text,
        shown: token,
        attempt: () => send({ path: pathOf(id + text), lines: asUser }),
        answer: gatewayAnswer(400, "Bad Request"),
      });
    }
  });

  const methods = [
    ...["PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "COPY", "MOVE", "LOCK", "REPORT", "PURGE"],
    ...[
      "LINK",
      "UNLINK",
      "SEARCH",
      "MERGE",
      "SUBSCRIBE",
      "NOTIFY",
      "MKCOL",
      "BIND",
      "ACL",
      "QUERY",
    ],
  ];

  test(`each of ${methods.length} methods without a route`, async () => {
    for (const method of methods) {
      await target.expectRefusal({
        name: method,
        shown: token,
        attempt: () => send({ method, path: pathOf(id), lines: asUser }),
        answer: gatewayAnswer(404, "Not Found"),
      });
    }
  });

  const notMethods = ["get", "Delete", "GETT", "DELETE\t", "", "GET POST", "\u0001", "*"];

  test(`each of ${notMethods.length} methods that HTTP does not have`, async () => {
    for (const method of notMethods) {
      await target.expectRefusal({
        name: method,
        shown: token,
        attempt: () => send({ method, path: pathOf(id), lines: asUser }),
        answer: gatewayAnswer(400, "Bad Request"),
      });
    }
  });

  test("HEAD, without a body", async () => {
    const answer = await send({ method: "HEAD", path: pathOf(id), lines: asUser });
    expect([answer.status, answer.text]).toEqual([404, ""]);
  });
});

const overrides = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"].flatMap((name) =>
  ["POST", "DELETE"].map((method) => `${name}: ${method}`),
);
const rewrites = ["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Path", "X-Forwarded-Prefix"].map(
  (name) => `${name}: ${pathOf(otherId)}`,
);
const identities = ["X-User-Id", "X-Forwarded-User", "Remote-User", "user_id", "Cookie"].map(
  (name) => `${name}: user_id=${otherId}`,
);

test(`each of ${overrides.length + rewrites.length + identities.length} headers that say otherwise changes nothing`, async () => {
  const before = await send({ path: pathOf("me"), lines: asUser });
  expect(before.status).toBe(200);
  for (const line of [...overrides, ...rewrites, ...identities]) {
    for (const path of [pathOf("me"), `${pathOf("me")}?user_id=${otherId}&_method=DELETE`]) {
      const answer = await send({ path, lines: [...asUser, line] });
      expect([line, answer]).toEqual([line, before]);
    }
  }
});
