import { describe, expect, test } from "@jest/globals";
import { privateKey } from "../support/key-rings.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { introspectionOf, newUser } from "../support/users.ts";
import { answerOf, oauthAnswerOf } from "./answers.ts";
import { startTarget } from "./refusal.ts";
import { oauthRefusals, refusals } from "./refusals.ts";

const target = await startTarget();
const user = newUser(target);
const before = (await user.reset()).body.data?.token ?? "";
const apiKey = (await user.resetFor(3600)).body.data?.token ?? "";
const token = userToken(user.userId);

const endpoints = [target.view, target.reset, target.revoke];
const paths = ["me", user.userId, newUserId(), "user_", "api_key", "__proto__", undefined];

describe("a live API key", () => {
  test(`may make none of ${2 * endpoints.length * paths.length} calls, in its grace period or not`, async () => {
    for (const [endpoint, path] of endpoints.flatMap((one) =>
      paths.map((to) => [one, to] as const),
    )) {
      for (const shown of [apiKey, before]) {
        await target.expectRefusal({
          name: `${path}`,
          shown,
          attempt: () =>
            endpoint({ ...(path !== undefined && { path }), authorization: `Bearer ${shown}` }),
          answer: answerOf(refusals.apiKey),
          mayRead: true,
        });
      }
    }
  });
});

describe("Introspect", () => {
  const introspect = (authorization: string, shown: string) =>
    target.introspect({ ...introspectionOf(shown), authorization });
  const all = [token, apiKey, before, privateKey, "x", ""];

  test(`tells users and holders of API keys about none of ${all.length} tokens, their own neither`, async () => {
    for (const shown of all) {
      for (const caller of [token, apiKey, before]) {
        await target.expectRefusal({
          name: `${caller} asks about ${shown}`,
          shown: caller,
          attempt: () => introspect(`Bearer ${caller}`, shown),
          answer: oauthAnswerOf(oauthRefusals.invalidToken),
          mayRead: caller !== token,
        });
      }
    }
  });

  test("tells the private key, so that it was the caller who was refused", async () => {
    for (const shown of [token, apiKey, before]) {
      expect((await introspect(privateKey, shown)).text).toContain('"active":true');
    }
  });
});

test("the private key passes no authorizer, for it is nobody", async () => {
  const headers = { authorization: privateKey };
  await target.expectRefusal({
    name: "authorizer",
    shown: privateKey,
    attempt: () => target.authorize({ type: "REQUEST", routeArn: "arn", headers }),
    answer: { isAuthorized: false },
  });
});
