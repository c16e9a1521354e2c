/**
 * A call of the user's API, without who calls.
 *
 * @typedef {object} Call
 * @property {"GET" | "POST"} method
 * @property {Record<string, string>} headers
 * @property {string} [body]
 */

/** @typedef {{ token: string, created_at: string, updated_at: string, previous_expires_at?: string }} ApiKey */

/**
 * @typedef {object} Answer
 * @property {number} status 0 if none came
 * @property {string} statusText
 * @property {ApiKey | null} apiKey
 * @property {string} words what it says, in a sentence
 */

const PATH = "/api/v1/users/me/api_key";

/** @returns {Call} */
export function look() {
  return { method: "GET", headers: {} };
}

/**
 * A reset that has the same effect however often it is sent.
 *
 * @param {number} overlapSeconds for how long the old key stays alive
 * @returns {Call}
 */
export function reset(overlapSeconds) {
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  if (overlapSeconds === 0) return { method: "POST", headers };
  return {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify({ grace_period_seconds: overlapSeconds }),
  };
}

/**
 * Makes a call.
 *
 * @param {Call} call
 * @param {string} token who calls
 * @returns {Promise<Answer>}
 */
export async function send(call, token) {
  const headers = { ...call.headers, Authorization: `Bearer ${token}` };
  /** @type {Response} */
  let response;
  try {
    response = await fetch(PATH, { ...call, headers });
  } catch {
    return unreachable();
  }
  const { status, statusText } = response;
  const body = await response.json().catch(() => null);
  const ours = body?.status === "success" || body?.status === "error";
  const words = ours ? body.message : inOtherWords(status, response.headers.get("retry-after"));
  return { status, statusText, apiKey: (response.ok && body?.data) || null, words };
}

/**
 * What to say where nobody answers.
 *
 * @returns {Answer}
 */
export function unreachable() {
  const words = "The service can't be reached. See that npm start is running, then try again.";
  return { status: 0, statusText: "No answer", apiKey: null, words };
}

/**
 * The call as a line for a shell.
 *
 * @param {Call} call
 * @param {string} variable the shell variable with the token: the token itself is not for screens and histories
 */
export function curlLine({ method, headers, body }, variable) {
  const options = [
    "curl -sS -w '\\n'",
    ...(method === "GET" ? [] : [`-X ${method}`]),
    `-H "Authorization: Bearer $${variable}"`,
    ...Object.entries(headers).map(([name, value]) => `-H "${name}: ${value}"`),
    ...(body === undefined ? [] : [`-d '${body}'`]),
  ];
  return `${options.join(" ")} ${location.origin}${PATH}`;
}

/**
 * For an answer that the service did not word itself.
 *
 * @param {number} status
 * @param {string | null} retryAfter
 */
function inOtherWords(status, retryAfter) {
  if (status !== 503) return `The service answered ${status} and gave no reason. Try again.`;
  const wait = retryAfter === null ? "" : ` in ${retryAfter} seconds`;
  return `The service can't answer right now. Try again${wait}.`;
}
