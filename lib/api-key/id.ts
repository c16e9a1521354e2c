import { randomUUID } from "node:crypto";

/** An id that never was before: a prefix and the 32 hex digits of a random UUID. */
export function newId(prefix: "api_key" | "revocation"): string {
  return `${prefix}_${randomUUID().replaceAll("-", "")}`;
}
