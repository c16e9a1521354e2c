import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { sendJson } from "./result.ts";

/** Answers a request with something for a browser, which the laptop serves and AWS does not. */
export type Page = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The page at a path, if there is one. */
export type Pages = (path: string) => Page | undefined;

/** Who the pages call the API as. */
export interface DemoUser {
  readonly userId: string;
  readonly token: string;
}

const OURS = join(import.meta.dirname, "pages");
const VIEWER = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const OPENAPI = join(import.meta.dirname, "../../openapi.yaml");

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".yaml": "application/yaml",
};

/**
 * What keeps other sites away from the pages and the pages away from other sites. `data:` is for the icons in the
 * viewer's style sheet.
 */
const HEADERS = {
  "content-security-policy":
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** Any other name that leads here is one that somebody else's DNS has pointed at this machine. */
const THIS_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * The key page, the reference page, and what they need: their own files, the viewer's, the OpenAPI document, and the
 * demo user with a token, which no other site may read.
 *
 * @param demoUser is asked each time, so that a page which stays open for long can get a token that is still good
 */
export function createPages(demoUser: () => Promise<DemoUser>): Pages {
  const contents = new Map<string, { type: string; read: () => Promise<Buffer | string> }>();
  const addFile = (path: string, file: string) => {
    contents.set(path, { type: TYPES[extname(file)] ?? "", read: () => readFile(file) });
  };
  addFile("/", join(OURS, "key.html"));
  addFile("/docs", join(OURS, "docs.html"));
  addFile("/openapi.yaml", OPENAPI);
  for (const name of readdirSync(OURS).filter((name) => /\.(css|js|svg)$/.test(name))) {
    addFile(`/pages/${name}`, join(OURS, name));
  }
  for (const name of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
    addFile(`/pages/viewer/${name}`, join(VIEWER, name));
  }
  contents.set("/pages/demo-user.json", {
    type: "application/json",
    read: async () => JSON.stringify(await demoUser()),
  });

  return (path) => {
    const content = contents.get(path);
    if (!content) return undefined;
    const { type, read } = content;
    return async (request, response) => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
      const refused = refusal(request);
      if (refused) {
        if (refused.status === 405) response.setHeader("allow", "GET, HEAD");
        sendJson(response, refused.status, { message: refused.message });
        return;
      }
      response.setHeader("content-type", type);
      response.end(await read());
    };
  };
}

function refusal({ method, headers }: IncomingMessage) {
  if (!THIS_MACHINE.test(headers.host ?? "")) {
    return { status: 403, message: "This page is there for http://localhost only." };
  }
  const from = headers["sec-fetch-site"] ?? "none"; // by hand, or a browser that does not tell
  const mode = headers["sec-fetch-mode"];
  if (from !== "none" && from !== "same-origin" && mode !== "navigate") {
    return { status: 403, message: "Other sites may not read this page." };
  }
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, message: "Method Not Allowed" };
  }
  return undefined;
}
