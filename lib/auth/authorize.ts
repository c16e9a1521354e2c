import { noApiKey } from "../api-key/errors.ts";
import { insufficientScope, invalidToken } from "./errors.ts";
import type { Principal } from "./principal.ts";
import { isUserId } from "./user-id.ts";

/**
 * Decides whether a caller may look at or reset a user's API key, before anyone asks whether there is one.
 *
 * @param pathUserId the user in the request's path, or `me` for the caller
 * @returns the id of the user whose key it is
 * @throws ApiError 403 if the caller may not; 404 if the path can name no user
 */
export function authorizeForUser(principal: Principal, pathUserId: string | undefined): string {
  switch (principal.role) {
    case "api_key":
      throw insufficientScope(
        "An API key can't show, reset or revoke itself. Send a user token instead.",
        "an API key",
      );
    case "user":
      if (pathUserId !== "me" && pathUserId !== principal.userId) {
        throw insufficientScope("You may only use your own API key.", "another user's path");
      }
      return principal.userId;
    case "private_key":
      if (!isUserId(pathUserId)) throw noApiKey("the path names no user");
      return pathUserId;
  }
}

/**
 * Lets nobody pass but the operator's own services. To others this is 401 and not 403 (RFC 7662 §2.3): they
 * have shown no credential for it.
 *
 * @throws ApiError 401
 */
export function authorizeOperator(principal: Principal): void {
  if (principal.role !== "private_key") throw invalidToken("not the private key");
}
