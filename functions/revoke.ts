import { revokeApiKey } from "../lib/api-key/revoke.ts";
import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { apiKeyEndpoint } from "../lib/http/endpoint.ts";

const service = await connect(readConfig(process.env));

/** `DELETE /api/v1/users/{user_id}/api_key`: the user has no API key from then on. */
export const handler = apiKeyEndpoint(service).handler(async (_event, { userId, deadline }) => {
  await revokeApiKey(service.records, userId, deadline);
  return { status: 204 };
});
