import { introspectionOf } from "../support/users.ts";
import { answerOf, inactive } from "./answers.ts";
import type { Forgery } from "./attacks/taken-apart.ts";
import type { Attack, Target } from "./refusal.ts";
import { refusals } from "./refusals.ts";

const MOST_BYTES = 4096;

/** A bearer token that an Authorization header can hold: visible ASCII without a comma, 4 KiB at most. */
const isReadable = (token: string) =>
  /^[\x21-\x2b\x2d-\x7e]+$/.test(token) && token.length + "Bearer ".length <= MOST_BYTES;

/**
 * The attacks that can be made with one forged token: at View and at the authorizer of other APIs, where it is in
 * the Authorization header, and at Introspect, where it is in the form.
 */
export function presented(
  { view, authorize, introspect, privateKey }: Target,
  { name, token }: Forgery,
  mayRead = false,
): Attack[] {
  const authorization = `Bearer ${token}`;
  const attack = { shown: token, mayRead };
  return [
    {
      ...attack,
      name: `View: ${name}`,
      attempt: () => view({ path: "me", authorization }),
      answer: answerOf(isReadable(token) ? refusals.invalidToken : refusals.unreadable),
    },
    {
      ...attack,
      name: `authorizer: ${name}`,
      attempt: () => authorize({ type: "REQUEST", routeArn: "arn", headers: { authorization } }),
      answer: { isAuthorized: false },
    },
    {
      ...attack,
      name: `Introspect: ${name}`,
      attempt: () =>
        introspect({ ...introspectionOf(token.toWellFormed()), authorization: privateKey }),
      answer: inactive,
    },
  ];
}

/** Expects each of many forged tokens to be refused wherever it is shown. */
export async function expectRefusals(
  target: Target,
  forgeries: readonly Forgery[],
  mayRead = false,
): Promise<void> {
  for (const forgery of forgeries) {
    for (const attack of presented(target, forgery, mayRead)) await target.expectRefusal(attack);
  }
}
