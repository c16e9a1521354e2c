/** For other services that hold the table and the key ring: "a live API key, or 401" in front of a handler. */
export { type Config, ConfigError, readConfig } from "./config.ts";
export { connect, type Service } from "./connect.ts";
export { type LiveApiKeyContext, liveApiKey } from "./http/live-api-key.ts";
