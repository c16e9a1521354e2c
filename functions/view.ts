import { noApiKey } from "../lib/api-key/errors.ts";
import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { endpoint } from "../lib/http/endpoint.ts";
import { represent } from "../lib/http/representation.ts";

const service = await connect(readConfig(process.env));

/** `GET /api/v1/users/{user_id}/api_key`: the user's API key, derived again from its record. */
export const handler = endpoint(service).handler(async (_event, { userId, deadline }) => {
  const record = await service.records.read(userId, deadline);
  if (!record) throw noApiKey();
  const data = await represent(record, service.keyRing);
  return { status: 200, message: "API key fetched successfully.", data };
});
