import type { KeyRingSecrets } from "../../lib/key-ring/secrets.ts";
import { makeUserToken } from "./user-token.ts";

/** Who calls the service in what a newcomer is shown. */
export const DEMO_USER_ID = "user_31e827070dcf44198ec11a9112a9a572";

const DAY_SECONDS = 86_400;

/** A user token of the demo user, good for a day. */
export function demoToken({ userToken }: KeyRingSecrets): Promise<string> {
  return makeUserToken(DEMO_USER_ID, userToken[0] ?? "", DAY_SECONDS);
}
