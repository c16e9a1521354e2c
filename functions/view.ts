import { noApiKey } from "../lib/api-key/errors.ts";
import { currentKey } from "../lib/api-key/record.ts";
import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { apiKeyEndpoint } from "../lib/http/endpoint.ts";
import { acceptedType } from "../lib/http/media-type.ts";
import { represent } from "../lib/http/representation.ts";

const service = await connect(readConfig(process.env));

/** `GET /api/v1/users/{user_id}/api_key`: the user's API key, derived again from its record. */
export const handler = apiKeyEndpoint(service).handler(async (event, { userId, deadline }) => {
  const type = acceptedType(event);
  const key = currentKey(await service.records.read(userId, deadline));
  if (!key) throw noApiKey();
  const data = represent(key, await service.keyRing.lookingFor(key.kid, deadline));
  return { status: 200, type, message: "API key fetched successfully.", data };
});
