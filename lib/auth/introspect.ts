import { ApiError } from "../api-error.ts";
import type { Service } from "../connect.ts";
import type { Deadline } from "../deadline.ts";
import { authenticate } from "./authenticate.ts";
import { readBearerToken } from "./credential.ts";
import type { Principal } from "./principal.ts";

/** What a token is worth now (RFC 7662 §2.2). */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly sub: string;
      readonly jti?: string;
      readonly iat?: number;
      readonly exp?: number;
      readonly role: "user" | "api_key";
      readonly token_type: "Bearer";
    };

/**
 * Tells what an API key or a user token is worth now. Whatever makes it worth nothing, the answer is the same
 * (RFC 7662 §4).
 *
 * @throws ApiError 503 if that can't be told now
 */
export async function introspect(
  token: string,
  service: Service,
  deadline: Deadline,
): Promise<Introspection> {
  try {
    return describe(await authenticate(readBearerToken(token), service, deadline));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return { active: false };
    throw error;
  }
}

function describe(principal: Principal): Introspection {
  if (principal.role === "private_key") return { active: false };
  const { role, userId, issuedAt, expiresAt } = principal;
  return {
    active: true,
    sub: userId,
    ...(role === "api_key" && { jti: principal.apiKeyId }),
    ...(issuedAt !== undefined && { iat: issuedAt }),
    ...(expiresAt !== undefined && { exp: expiresAt }),
    role,
    token_type: "Bearer",
  };
}
