import { createHmac, randomUUID } from "node:crypto";
import { fullKeyRing } from "./key-rings.ts";

type Json = Record<string, unknown>;

interface Overrides {
  header?: Json;
  claims?: Json;
  secret?: string;
}

/** A new user id in the form of the contract. */
export function newUserId(): string {
  return `user_${randomUUID().replaceAll("-", "")}`;
}

/**
 * A user token, valid for an hour unless something is overridden: a member set to undefined is left out.
 * Made with node:crypto alone, so that it can also be wrong in ways in which no library makes them.
 */
export function userToken(userId: string, { header, claims, secret }: Overrides = {}): string {
  const now = Math.floor(Date.now() / 1000);
  return `clara_user_${signJws(
    { alg: "HS256", typ: "JWT", ...header },
    { sub: userId, role: "user", iat: now, exp: now + 3600, ...claims },
    secret ?? fullKeyRing.user_token[0],
  )}`;
}

/** A compact HS256 JWS over any header and payload, each an object or the text itself. */
export function signJws(header: Json | string, payload: Json | string, secret: string): string {
  const text = (part: Json | string) => (typeof part === "string" ? part : JSON.stringify(part));
  const segment = (part: Json | string) => Buffer.from(text(part)).toString("base64url");
  return signSegments(`${segment(header)}.${segment(payload)}`, secret);
}

/** Signs the first two segments as they are. */
export function signSegments(signingInput: string, secret: string): string {
  const signature = createHmac("sha256", secret).update(signingInput).digest("base64url");
  return `${signingInput}.${signature}`;
}
