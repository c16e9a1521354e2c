import { SignJWT } from "jose";

/**
 * Makes a user token as the login service would, for trying the service out.
 *
 * @param expiresIn seconds from now
 */
export async function makeUserToken(
  userId: string,
  secret: string,
  expiresIn: number,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const jwt = await new SignJWT({ sub: userId, role: "user", iat: now, exp: now + expiresIn })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(secret));
  return `clara_user_${jwt}`;
}
