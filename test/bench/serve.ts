/** Serves one bundle as View behind the local gateway, and prints the URL: node serve.ts BUNDLE */
import type { AddressInfo } from "node:net";
import { createGateway } from "../../infra/local/gateway.ts";
import { LocalLambda } from "../../infra/local/lambda.ts";

const [, , file = ""] = process.argv;
const env = Object.fromEntries(
  Object.entries(process.env).map(([name, value]) => [name, value ?? ""]),
);
const definition = {
  name: "View",
  file,
  handler: "handler",
  timeoutMs: 10_000,
  memoryMb: 1024,
  environment: {},
  runtime: "nodejs24.x",
};
const lambda = new LocalLambda(definition, env, (text) => process.stderr.write(text));
const route = { method: "GET", path: "/api/v1/users/{user_id}/api_key", function: lambda };
const server = createGateway([route], undefined, new Map());
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
