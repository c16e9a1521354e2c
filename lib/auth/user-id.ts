import { createHash } from "node:crypto";

const USER_ID = /^user_[0-9a-f]{32}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value is a user id: `user_` and 32 lower-case hex digits. */
export function isUserId(value: unknown): value is string {
  return typeof value === "string" && USER_ID.test(value);
}

/**
 * The user id of an issuer's subject: `sub` as it is if it is a user id, or the digits of a UUID (RFC 9562 §4, in
 * either case), else 128 bits of SHA-256 over `iss`, a line feed and `sub`.
 *
 * Whoever could choose their own `sub` could choose whose API key they use. OpenID Connect Core 1.0 §2 has the
 * issuer assign it, once and for ever.
 */
export function userIdOfSubject(iss: string, sub: string): string {
  if (USER_ID.test(sub)) return sub;
  const digits = UUID.test(sub)
    ? sub.replaceAll("-", "").toLowerCase()
    : createHash("sha256").update(`${iss}\n${sub}`).digest("hex").slice(0, 32);
  return `user_${digits}`;
}
