import { describe, expect, test } from "@jest/globals";
import { AUDIENCE, signSegmentsByKey } from "../support/access-tokens.ts";
import { startIssuer } from "../support/issuer.ts";
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
import { type Forgery, putTogether, takeApart } from "./attacks/taken-apart.ts";
import { withUnreadableJson } from "./attacks/unreadable-json.ts";
import { withOtherSecrets, withUnknownKids } from "./attacks/wrong-secrets.ts";
import { afterAskingForAnUnknownKid } from "./known-kids.ts";
import { expectRefusals } from "./presented.ts";
import { startTarget } from "./refusal.ts";

const issuer = await startIssuer();
const target = await startTarget({ OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: AUDIENCE });
const user = newUser(target);
const apiKey = (await user.reset()).body.data?.token ?? "";
const keysUrl = "http://127.0.0.1:9/keys.json";

const issuerKey = issuer.key("ES256");
const accessToken = takeApart(
  await issuer.accessToken({ sub: user.userId, alg: "ES256" }),
  issuerKey.publicKey.export({ type: "spki", format: "pem" }).toString(),
  (signingInput) => signSegmentsByKey(signingInput, issuerKey),
);

/** Where there is no prefix, a space in front belongs to the scheme, and nothing is no token. */
const isShown = ({ token }: Forgery) => /^[^ ]/.test(token);

afterAskingForAnUnknownKid(target, accessToken.token);

describe.each([
  ["user tokens", takeApart(userToken(user.userId), fullKeyRing.user_token[0]), 200],
  ["API keys", takeApart(apiKey, fullKeyRing.api_key.keys.k2), 403],
  ["an issuer's access tokens", accessToken, 200],
])("%s", (_kind, genuine, status) => {
  const isApiKey = genuine.prefix === "clara_api_";
  const isIssuers = genuine.prefix === "";

  test("one passes as it is, so that what follows is refused for its forgery alone", async () => {
    expect(putTogether(genuine).split(".").slice(0, 2)).toEqual(
      genuine.token.split(".").slice(0, 2),
    );
    expect(await user.statusOf(genuine.token)).toBe(status);
    expect(await user.statusOf(putTogether(genuine))).toBe(status);
  });

  const hostileHeaders = withHostileValues(genuine, "header");
  const withoutTyp = hostileHeaders.filter(({ name }) => name === "typ missing");

  const neverRead = {
    "with another algorithm": withOtherAlgorithms(genuine),
    "with a signature that only looks like one": withOtherSignatures(genuine),
    "signed with a secret that is none": withOtherSecrets(genuine),
    ...((isApiKey || isIssuers) && {
      "under a kid that is none of ours": withUnknownKids(genuine),
    }),
    "with a header member that is none of ours": withExtensions(genuine, keysUrl).filter(
      ({ name }) => !(isIssuers && name.startsWith("x5t")),
    ),
    "with a segment that a lenient decoder takes": withLenientSegments(genuine).filter(isShown),
    "with other segments than three": withOtherSegments(genuine).filter(isShown),
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
