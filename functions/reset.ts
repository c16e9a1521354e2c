import { resetApiKey } from "../lib/api-key/reset.ts";
import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { apiKeyEndpoint } from "../lib/http/endpoint.ts";
import { factsOf } from "../lib/http/facts.ts";
import { optionalJsonBody } from "../lib/http/json-body.ts";
import { acceptedType } from "../lib/http/media-type.ts";
import { represent } from "../lib/http/representation.ts";
import { readGracePeriod, readIdempotencyKey } from "../lib/http/reset-request.ts";
import { logChange } from "../lib/log.ts";

const service = await connect(readConfig(process.env));

/** `POST /api/v1/users/{user_id}/api_key`: a new API key for the user; the one before is dead, or dies. */
export const handler = apiKeyEndpoint(service)
  .use(optionalJsonBody())
  .handler(async (event, context) => {
    const { principal, userId, deadline } = context;
    const type = acceptedType(event);
    const ring = await service.keyRing.current(deadline);
    const key = await resetApiKey(service.records, userId, {
      kid: ring.currentKid,
      mayCreate: principal.role === "user",
      gracePeriodSeconds: readGracePeriod(event.body),
      idempotencyKey: readIdempotencyKey(event),
      deadline,
    });
    logChange("reset", key.id, factsOf(event, context));
    const data = represent(key, await service.keyRing.lookingFor(key.kid, deadline, ring));
    return { status: 201, type, message: "API key reset successfully.", data };
  });
