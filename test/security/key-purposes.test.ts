import { describe, expect, test } from "@jest/globals";
import { putItem } from "../support/database.ts";
import { startHandlers } from "../support/service.ts";
import { newUserId, signJws, userToken } from "../support/tokens.ts";
import { answerOf } from "./answers.ts";
import { rings, values, valuesWithout } from "./attacks/ring-values.ts";
import { expectRefusals } from "./presented.ts";
import { startTarget } from "./refusal.ts";
import { refusals } from "./refusals.ts";

const target = await startTarget();
const createdAt = 1764201088;

const services: Awaited<ReturnType<typeof startHandlers>>[] = [];
for (const { ring } of rings) {
  services.push(await startHandlers({ TABLE_NAME: target.table, KEY_RING: JSON.stringify(ring) }));
}

describe.each(rings.map((ring, index) => ({ ...ring, service: services[index] ?? target })))(
  "a ring $shape",
  ({ service, signing, userToken: userSecrets, privateKey }) => {
    const attacked = { ...target, ...service, privateKey: privateKey[0] ?? "" };

    /** A user whose record says that their key was made with a kid, and that key, signed with any secret. */
    async function keyHolder(kid: string) {
      const userId = newUserId();
      const record = { id: "x", kid, created_at: createdAt, updated_at: createdAt };
      await putItem(target.table, { user_id: userId, ...record });
      const header = JSON.stringify({ alg: "HS256", kid, typ: "JWT" });
      const claims = JSON.stringify({ sub: userId, role: "api_key", jti: "x", iat: createdAt });
      return (secret: string) => `clara_api_${signJws(header, claims, secret)}`;
    }

    const presented = (secret: string) => ({
      name: `signed with ${secret}`,
      token: userToken(newUserId(), { secret }),
    });

    test("its values pass for their own purpose", async () => {
      const { view } = service;
      const statusOf = async (authorization: string) =>
        (await view({ path: newUserId(), authorization })).status;
      for (const secret of userSecrets) {
        expect(await statusOf(`Bearer ${presented(secret).token}`)).toBe(403);
      }
      for (const key of privateKey) expect(await statusOf(key)).toBe(404);
      for (const [kid, secret] of Object.entries(signing)) {
        const sign = await keyHolder(kid);
        const { status, body } = await view({
          path: "me",
          authorization: `Bearer ${sign(secret)}`,
        });
        expect([status, body.message]).toEqual([403, refusals.apiKey.message]);
      }
    });

    const otherUserSecrets = valuesWithout(userSecrets);

    test(`each of ${otherUserSecrets.length} other values makes no user token`, async () => {
      await expectRefusals(attacked, otherUserSecrets.map(presented));
    });

    test.each(
      Object.entries(signing).map(([kid, own]) => [valuesWithout([own]).length, kid, own] as const),
    )("each of %i other values makes no API key of the kid %s", async (_count, kid, own) => {
      const sign = await keyHolder(kid);
      const forgeries = valuesWithout([own]).map((secret) => ({
        name: `signed with ${secret}`,
        token: sign(secret),
      }));
      await expectRefusals(attacked, forgeries);
    });

    const kids = ["k1", "k2", "root", "user_token", "private_key", "api_key"].filter(
      (kid) => !(kid in signing),
    );

    test(`each of ${values.length} values makes no API key of ${kids.length} kids that are not in it`, async () => {
      for (const kid of kids) {
        const sign = await keyHolder(kid);
        const forgeries = values.map((secret) => ({
          name: `kid ${kid}, signed with ${secret}`,
          token: sign(secret),
        }));
        await expectRefusals(attacked, forgeries);
      }
    });

    const otherKeys = valuesWithout(privateKey)
      .flatMap((value) => [value, `clara_private_${value}`])
      .filter((value) => value.startsWith("clara_private_") && !privateKey.includes(value));

    test(`each of ${otherKeys.length} other values is no private key`, async () => {
      const { view } = service;
      for (const key of otherKeys) {
        await target.expectRefusal({
          name: key,
          shown: key,
          attempt: () => view({ path: newUserId(), authorization: key }),
          answer: answerOf(refusals.invalidToken),
        });
      }
    });
  },
);
