import { resetApiKey } from "../lib/api-key/reset.ts";
import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { endpoint } from "../lib/http/endpoint.ts";
import { emptyJsonBody } from "../lib/http/json-body.ts";
import { represent } from "../lib/http/representation.ts";

const service = await connect(readConfig(process.env));

/** `POST /api/v1/users/{user_id}/api_key`: a new API key for the user; the one before is dead. */
export const handler = endpoint(service)
  .use(emptyJsonBody())
  .handler(async (_event, { principal, userId, deadline }) => {
    const { currentKid: kid } = await service.keyRing.current();
    const mayCreate = principal.role === "user";
    const record = await resetApiKey(service.records, userId, { kid, mayCreate, signal: deadline });
    const data = await represent(record, service.keyRing);
    return { status: 201, message: "API key reset successfully.", data };
  });
