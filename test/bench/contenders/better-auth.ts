/**
 * better-auth's API-key plugin verifies a key of its own: what it does where this service checks a user token. Its
 * secondary storage is kept in memory, after one read of the table, which is the nearest that it comes.
 */
import { apiKey } from "@better-auth/api-key";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { findItem, secrets, viewOf } from "./records.ts";

const userId = "user_31e827070dcf44198ec11a9112a9a572";
const kept = new Map<string, string>();

const auth = betterAuth({
  secret: secrets.root,
  baseURL: "http://localhost",
  telemetry: { enabled: false },
  logger: { disabled: true },
  rateLimit: { enabled: false },
  database: memoryAdapter({
    user: [{ id: userId, name: "a", email: "a@b.c", emailVerified: true }],
    session: [],
    account: [],
    verification: [],
    apikey: [],
  }),
  secondaryStorage: {
    get: async (name) => {
      await findItem(userId);
      return kept.get(name) ?? null;
    },
    set: async (name, value) => {
      kept.set(name, value);
    },
    delete: async (name) => {
      kept.delete(name);
    },
    getAndDelete: async () => null,
    increment: async () => 1,
  },
  plugins: [apiKey({ storage: "secondary-storage", rateLimit: { enabled: false } })],
});
const { key } = await auth.api.createApiKey({ body: { userId } });

export async function handler(_event: APIGatewayProxyEventV2) {
  const { valid } = await auth.api.verifyApiKey({ body: { key } });
  if (!valid) return { statusCode: 401 };
  const item = { id: "api_key", kid: "k2", created_at: 1764201088, updated_at: 1764201088 };
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
    body: JSON.stringify(viewOf(userId, item, key)),
  };
}
