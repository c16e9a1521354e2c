import { beforeEach } from "@jest/globals";
import { at } from "../support/clock.ts";
import { presented } from "./presented.ts";
import type { Target } from "./refusal.ts";

/**
 * Stops the clock of each test at a time when every function has just asked the issuer for a kid that it lacks: they
 * don't ask again.
 *
 * @param accessToken a valid one
 */
export function afterAskingForAnUnknownKid(target: Target, accessToken: string): void {
  const start = Date.now() / 1000;
  const header = Buffer.from('{"alg":"RS256","kid":"unknown"}').toString("base64url");
  const token = accessToken.replace(/^[^.]*/, header);
  beforeEach(async () => {
    at(start);
    for (const { attempt } of presented(target, { name: "", token })) await attempt();
  });
}
