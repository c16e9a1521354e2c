import { get as getByHttp, type IncomingMessage } from "node:http";
import { get as getByHttps } from "node:https";
import { ApiError } from "../api-error.ts";
import { outage } from "../outage.ts";
import { parseStrictJsonObject, StrictJsonError } from "../strict-json.ts";
import { isSecureUrl } from "./secure-url.ts";

const MOST_BYTES = 128 * 1024;

/**
 * Fetches one of the issuer's documents: a JSON object (RFC 8259) of 128 KiB at most. A redirect is not followed, and
 * no connection is kept: it would break while the process is frozen.
 *
 * @param name what the log calls the document
 * @param signal ends the fetch, the reading of the answer included
 * @throws ApiError 503 if the document can't be had or can't be used; the cause never quotes it
 */
export async function fetchDocument(
  name: string,
  url: string,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  if (!isSecureUrl(url)) throw outage(`${name} is not at an https address`);
  try {
    const answer = await request(url, signal);
    return parseStrictJsonObject(await readBody(name, answer));
  } catch (error) {
    throw asOutage(name, error);
  }
}

/** Not fetch: it takes long to load, and the AWS SDK has loaded these. */
function request(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.startsWith("https:") ? getByHttps : getByHttp;
  const headers = { accept: "application/json, application/jwk-set+json" };
  return new Promise((resolve, reject) => {
    get(url, { agent: false, signal, headers }, resolve).on("error", reject);
  });
}

/** What is read is counted: an answer need not have the length that it says. */
async function readBody(name: string, answer: IncomingMessage): Promise<Buffer> {
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw outage(`${name}: status ${answer.statusCode}`);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    length += chunk.length;
    if (length > MOST_BYTES) throw outage(`${name} is over 128 KiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What went wrong, in words for the log. Errors of sockets, TLS and HTTP, and of a signal, all have a code. */
function asOutage(name: string, error: unknown): unknown {
  if (error instanceof ApiError) return error;
  if (error instanceof StrictJsonError) return outage(`${name} ${error.message}`);
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? outage(`${name}: ${code}`) : error;
}
