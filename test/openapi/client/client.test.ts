import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import createClient from "openapi-fetch";
import { newFolder, startServer } from "../../support/command.ts";
import { fullKeyRing, privateKey } from "../../support/key-rings.ts";
import { newUserId, userToken } from "../../support/tokens.ts";
import { DOCUMENT } from "../document.ts";
import type { paths } from "./paths.ts";

jest.setTimeout(120_000);

test("the client's types were made from the document as it is: else run npm run client", () => {
  const types = readFileSync(join(import.meta.dirname, "paths.ts"), "utf8");
  const digest = createHash("sha256").update(readFileSync(DOCUMENT)).digest("hex");
  expect(types).toContain(`// sha256 ${digest}\n`);
});

describe("a generated client, against npm start", () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer(newFolder(), { KEY_RING: JSON.stringify(fullKeyRing) });
  });
  afterAll(() => server.stop());

  test("looks, resets, is refused with the key, repeats, keeps the old key a while, asks and revokes", async () => {
    const user = newClient(server.url, userToken(newUserId()));
    const operator = newOperator(server.url);

    const none = await user.look();
    expect(none.response.status).toBe(404);
    expect(none.error?.message).toBe("There is no API key. The user makes one by resetting it.");

    const first = await user.reset();
    expect(first.response.status).toBe(201);
    const { token } = key(first.data);
    const seen = await user.look();
    expect([seen.response.status, key(seen.data)]).toEqual([200, key(first.data)]);
    expect(key(first.data)).not.toHaveProperty("previous_expires_at");

    const refused = await newClient(server.url, token).look();
    expect(refused.response.status).toBe(403);
    expect(refused.response.headers.get("www-authenticate")).toContain("insufficient_scope");

    const again = [await user.reset("8e03978e"), await user.reset("8e03978e")];
    const [one, two] = again.map(({ data }) => key(data));
    expect(one).toEqual(two);
    expect(one?.id).not.toBe(key(first.data).id);

    const kept = await user.reset("40d5-43dd", 3600);
    const previousEnd = Date.parse(key(kept.data).previous_expires_at ?? "") / 1000;
    expect(await operator.ask(one?.token)).toMatchObject({ active: true, exp: previousEnd });
    expect(await operator.ask(token)).toEqual({ active: false });

    const answer = await operator.ask(key(kept.data).token);
    if (!answer?.active || answer.role !== "api_key") throw new Error("The new key is not live.");
    expect([answer.jti, answer.sub]).toEqual([key(kept.data).id, key(kept.data).user_id]);

    const revoked = await user.revoke();
    expect([revoked.response.status, revoked.data]).toEqual([204, undefined]);
    expect(await operator.ask(key(kept.data).token)).toEqual({ active: false });
    expect((await user.revoke()).response.status).toBe(404);
  });

  test("is told what is wrong in the types of the document", async () => {
    const user = newClient(server.url, userToken(newUserId()));
    const { error, response } = await user.reset(undefined, 604_801);
    expect(response.status).toBe(400);
    expect(error?.message).toBe("grace_period_seconds must be a whole number from 0 to 604800.");
  });
});

/** A user's calls about their own key. */
function newClient(baseUrl: string, token: string) {
  const client = createClient<paths, "application/json">({
    baseUrl,
    headers: { authorization: `Bearer ${token}` },
  });
  const route = "/users/{user_id}/api_key";
  const path = { user_id: "me" };
  return {
    look: () => client.GET(route, { params: { path } }),
    reset: (idempotencyKey?: string, seconds = 0) =>
      client.POST(route, {
        params: {
          path,
          ...(idempotencyKey !== undefined && { header: { "Idempotency-Key": idempotencyKey } }),
        },
        body: { grace_period_seconds: seconds },
      }),
    revoke: () => client.DELETE(route, { params: { path } }),
  };
}

/** The calls of the operator's services. */
function newOperator(baseUrl: string) {
  const client = createClient<paths, "application/json">({
    baseUrl,
    headers: { authorization: privateKey },
  });
  return {
    ask: async (token = "") => {
      const { data } = await client.POST("/introspect", {
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: { token },
        bodySerializer: (form) => new URLSearchParams({ ...form }), // as Jest hides the type of headers
      });
      return data;
    },
  };
}

/** The API key in an answer. */
function key<Key>(answer: { readonly data: Key } | undefined): Key {
  if (!answer) throw new Error("There is no API key in the answer.");
  return answer.data;
}
