import type { startService } from "./service.ts";

type Service = Pick<Awaited<ReturnType<typeof startService>>, "view" | "logged">;

/** View, of one's own key, passed by the auth layer: the user is known, and has no key. */
export const PASSED = 404;

/** Shows a bearer token to View, and gives what View and the log say of it. */
export const presentTo =
  ({ view, logged }: Service) =>
  async (token: string) => {
    const { status, headers } = await view({ path: "me", authorization: `Bearer ${token}` });
    return { status, challenge: headers["WWW-Authenticate"], cause: logged.at(-1)?.cause };
  };

/** What they say of a token that is not valid. */
export const refused = (cause: string) => ({
  status: 401,
  challenge: 'Bearer realm="clara", error="invalid_token"',
  cause,
});
