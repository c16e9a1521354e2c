import { revokeApiKey } from "../lib/api-key/revoke.ts";
import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { apiKeyEndpoint } from "../lib/http/endpoint.ts";
import { factsOf } from "../lib/http/facts.ts";
import { logChange } from "../lib/log.ts";

const service = await connect(readConfig(process.env));

/** `DELETE /api/v1/users/{user_id}/api_key`: the user has no API key from then on. */
export const handler = apiKeyEndpoint(service).handler(async (event, context) => {
  const { userId, deadline } = context;
  const apiKeyId = await revokeApiKey(service.records, userId, deadline);
  logChange("revocation", apiKeyId, factsOf(event, context));
  return { status: 204 };
});
