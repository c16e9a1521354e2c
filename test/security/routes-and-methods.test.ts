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

const path = pathOf(user.userId);

const noRoute = [
  ..."/ // /api /api/v1 /api/v1/users /api/v1/users//api_key /api/v1/introspect /%00".split(" "),
  ...["/", "//", "%2F", ".json", "%00", "/x", ";x", "%20", "\\"].map((behind) => path + behind),
  ...["/", "/x/..", "/.", "/%2e", "/x"].map((inFront) => inFront + path),
  ...["/", "\\"].map((slash) => `/${path.replaceAll("/", encodeURIComponent(slash))}`),
  ...["../users", ".", "%2e%2e/users", "x/.."].map((up) => path.replace("/users", `/users/${up}`)),
  ...["/V1", "/v2", "/v1/v1", ""].map((version) => path.replace("/v1", version)),
  ...[path.toUpperCase(), path.replace("api_key", "API_KEY"), `http://x${path}`],
];
const undecodable = "% %2 %zz %ff %c0%af %ed%a0%80 %u0075 %f4%90%80%80".split(" ");
const methods = [
  ..."PUT PATCH OPTIONS TRACE PROPFIND PROPPATCH COPY MOVE LOCK UNLOCK REPORT PURGE".split(" "),
  ..."LINK UNLINK SEARCH MERGE SUBSCRIBE NOTIFY MKCOL BIND REBIND ACL QUERY CHECKOUT".split(" "),
];
const notMethods = ["get", "Delete", "GETT", "DELETE\t", "", "GET POST", "\u0001", "*"];

/** Requests that never reach a function. */
const families = [
  ["paths without a route", 404, "Not Found", noRoute.map((path) => ({ path }))],
  ["methods without a route", 404, "Not Found", methods.map((method) => ({ path, method }))],
  ["paths that can't be decoded", 400, "Bad Request", undecodable.map((x) => ({ path: path + x }))],
  [
    "methods HTTP does not have",
    400,
    "Bad Request",
    notMethods.map((method) => ({ path, method })),
  ],
] as const;

describe("the gateway refuses", () => {
  test.each(families.map(([family, ...rest]) => [rest[2].length, family, ...rest] as const))(
    "each of %i %s",
    async (_count, _family, status, message, requests) => {
      for (const request of requests) {
        await target.expectRefusal({
          name: JSON.stringify(request),
          shown: token,
          attempt: () => send({ ...request, lines: asUser }),
          answer: gatewayAnswer(status, message),
        });
      }
    },
  );

  test("HEAD, without a body", async () => {
    const answer = await send({ method: "HEAD", path, lines: asUser });
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
