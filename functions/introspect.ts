import { introspect } from "../lib/auth/introspect.ts";
import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { operatorEndpoint } from "../lib/http/endpoint.ts";
import { readTokenForm } from "../lib/http/form-body.ts";

const service = await connect(readConfig(process.env));

/** `POST /api/v1/introspect` (RFC 7662): what a token is worth now, for the operator's own services. */
export const handler = operatorEndpoint(service).handler((event, { deadline }) =>
  introspect(readTokenForm(event), service, deadline),
);
