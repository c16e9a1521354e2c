import { describe, expect, test } from "@jest/globals";
import { fullKeyRing } from "../support/key-rings.ts";
import { userToken } from "../support/tokens.ts";
import { newUser } from "../support/users.ts";
import { withLenientSegments, withOtherSegments } from "./attacks/forged-encodings.ts";
import {
  withDuplicates,
  withExtensions,
  withHostileValues,
  withOtherNames,
} from "./attacks/forged-members.ts";
import { withOtherAlgorithms, withOtherSignatures } from "./attacks/forged-signatures.ts";
import { putTogether, takeApart } from "./attacks/taken-apart.ts";
import { withUnreadableJson } from "./attacks/unreadable-json.ts";
import { withOtherSecrets, withUnknownKids } from "./attacks/wrong-secrets.ts";
import { expectRefusals } from "./presented.ts";
import { startTarget } from "./refusal.ts";

const target = await startTarget();
const user = newUser(target);
const apiKey = (await user.reset()).body.data?.token ?? "";
const keysUrl = "http://127.0.0.1:9/keys.json";

describe.each([
  ["user tokens", takeApart(userToken(user.userId), fullKeyRing.user_token[0]), 200],
  ["API keys", takeApart(apiKey, fullKeyRing.api_key.keys.k2), 403],
])("%s", (_kind, genuine, status) => {
  const isApiKey = genuine.prefix === "clara_api_";

  test("one passes as it is, so that what follows is refused for its forgery alone", async () => {
    expect(putTogether(genuine)).toBe(genuine.token);
    expect(await user.statusOf(genuine.token)).toBe(status);
  });

  const hostileHeaders = withHostileValues(genuine, "header");
  const withoutTyp = hostileHeaders.filter(({ name }) => name === "typ missing");

  const neverRead = {
    "with another algorithm": withOtherAlgorithms(genuine),
    "with a signature that only looks like one": withOtherSignatures(genuine),
    "signed with a secret that is none": withOtherSecrets(genuine),
    ...(isApiKey && { "under a kid that is none of ours": withUnknownKids(genuine) }),
    "with a header member that is none of ours": withExtensions(genuine, keysUrl),
    "with a segment that a lenient decoder takes": withLenientSegments(genuine),
    "with other segments than three": withOtherSegments(genuine),
    "with bytes that are not one JSON object": withUnreadableJson(genuine),
    "with a header member named twice": withDuplicates(genuine, "header"),
    "with a claim named twice": withDuplicates(genuine, "claims"),
    "with a hostile header member": hostileHeaders.filter(
      (forgery) => !withoutTyp.includes(forgery),
    ),
    "with a header member of another name": withOtherNames(genuine, "header"),
  };
  test.each(Object.entries(neverRead).map(([family, all]) => [all.length, family, all] as const))(
    "each of %i %s is refused, at the cost of no call",
    async (_count, _family, forgeries) => {
      await expectRefusals(target, forgeries);
    },
  );

  const maybeRead = {
    "with a hostile claim, or without typ": [
      ...withHostileValues(genuine, "claims"),
      ...withoutTyp,
    ],
    "with a claim of another name": withOtherNames(genuine, "claims"),
  };
  test.each(Object.entries(maybeRead).map(([family, all]) => [all.length, family, all] as const))(
    "each of %i %s is refused",
    async (_count, _family, forgeries) => {
      await expectRefusals(target, forgeries, isApiKey);
    },
  );
});
