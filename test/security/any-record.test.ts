import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { at } from "../support/clock.ts";
import { putItem } from "../support/database.ts";
import { privateKey } from "../support/key-rings.ts";
import { newUserId, userToken } from "../support/tokens.ts";
import { answerOf } from "./answers.ts";
import { type Derivation, derivations, derivedToken } from "./attacks/derived.ts";
import { garbage } from "./attacks/garbage.ts";
import { expectRefusals } from "./presented.ts";
import { startTarget } from "./refusal.ts";
import { refusals } from "./refusals.ts";

const target = await startTarget();
const RUNS = 100;

const look = (path: string) => target.view({ path, authorization: privateKey });
const statusOf = async (token: string) =>
  (await target.view({ path: "me", authorization: `Bearer ${token}` })).status;

const isSame = (a: Derivation, b: Derivation) =>
  a.id === b.id && a.kid === b.kid && a.created_at === b.created_at;

/** Two derivations that differ in one member at least, often in just one. */
const pairs = fc
  .tuple(derivations, derivations, fc.subarray(["id", "kid", "created_at"] as const))
  .map(([one, other, same]) => ({
    one,
    other: { ...other, ...Object.fromEntries(same.map((name) => [name, one[name]])) },
  }))
  .filter(({ one, other }) => !isSame(one, other));

test(`each of ${RUNS} records yields the one token that is derived from it, and only that is live`, async () => {
  const property = fc.asyncProperty(pairs, async ({ one, other }) => {
    const user_id = newUserId();
    await putItem(target.table, { user_id, ...one, updated_at: one.created_at });
    const token = derivedToken(user_id, one);
    expect((await look(user_id)).body.data?.token).toBe(token);
    expect(await statusOf(token)).toBe(403);
    const superseded = { name: "of another record", token: derivedToken(user_id, other) };
    await expectRefusals(target, [superseded], true);
  });
  await fc.assert(property, { numRuns: RUNS });
});

test(`each of ${RUNS} records with an overlap yields two tokens until it ends, then one`, async () => {
  const end = 4_000_000_000;
  const property = fc.asyncProperty(pairs, async ({ one, other }) => {
    const user_id = newUserId();
    const previous = { ...other, expires_at: end };
    await putItem(target.table, { user_id, ...one, updated_at: one.created_at, previous });
    const [current, before] = [derivedToken(user_id, one), derivedToken(user_id, other)];
    at(end - 0.001);
    expect([await statusOf(current), await statusOf(before)]).toEqual([403, 403]);
    at(end);
    expect([await statusOf(current), await statusOf(before)]).toEqual([403, 401]);
  });
  await fc.assert(property, { numRuns: RUNS });
});

test(`each of ${RUNS} records of a signing key that is gone makes no other key live`, async () => {
  const property = fc.asyncProperty(derivations, async (one) => {
    const user_id = newUserId();
    await putItem(target.table, { user_id, ...one, kid: "gone", updated_at: one.created_at });
    const other = { name: "of another signing key", token: derivedToken(user_id, one) };
    await expectRefusals(target, [other], true);
  });
  await fc.assert(property, { numRuns: RUNS });
});

test(`each of ${RUNS} records that are revoked yields no token`, async () => {
  const property = fc.asyncProperty(derivations, async (one) => {
    const user_id = newUserId();
    const revocation_id = `revocation_${user_id}`;
    await putItem(target.table, { user_id, ...one, updated_at: one.created_at, revocation_id });
    expect(await look(user_id)).toEqual(answerOf(refusals.noApiKey));
    const revoked = { name: "of a revoked record", token: derivedToken(user_id, one) };
    await expectRefusals(target, [revoked], true);
  });
  await fc.assert(property, { numRuns: RUNS });
});

test(`each of ${RUNS} items that are no record of ours is a 500 to all who ask, and stays as it is`, async () => {
  const property = fc.asyncProperty(garbage, async ({ name, item, one }) => {
    const user_id = newUserId();
    await putItem(target.table, { ...item, user_id });
    const apiKey = derivedToken(user_id, one);
    const calls = [privateKey, `Bearer ${userToken(user_id)}`, `Bearer ${apiKey}`].flatMap(
      (authorization) =>
        [target.view, target.reset, target.revoke].map(
          (endpoint) => () => endpoint({ path: user_id, authorization }),
        ),
    );
    const attack = { name, shown: apiKey, answer: answerOf(refusals.ourMistake), mayRead: true };
    for (const attempt of calls) await target.expectRefusal({ ...attack, attempt });
  });
  await fc.assert(property, { numRuns: RUNS });
});
