import { readConfig } from "../lib/config.ts";
import { connect } from "../lib/connect.ts";
import { authorizer } from "../lib/http/authorizer.ts";

const service = await connect(readConfig(process.env));

/** Lambda authorizer for other APIs: a live API key or a user token passes. */
export const handler = authorizer(service);
