/**
 * Matches a request's path to a route's.
 *
 * @param template such as `/users/{user_id}/api_key`
 * @returns the decoded path parameters, or undefined if the path is another
 * @throws URIError if the path can't be decoded
 */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const names = template.split("/");
  const segments = path.split("/").map(decodeURIComponent);
  if (names.length !== segments.length) return undefined;

  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? "";
    if (name.startsWith("{") && segment !== "") parameters[name.slice(1, -1)] = segment;
    else if (name !== segment) return undefined;
  }
  return parameters;
}

/** The path and the query string of a request's URL, both as they came. */
export function splitUrl(url = ""): [path: string, rawQueryString: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}
