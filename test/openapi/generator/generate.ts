import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";

const { values } = parseArgs({ options: { check: { type: "boolean" } } });
const source = new URL("../../../openapi.yaml", import.meta.url);
const target = new URL("../client/paths.ts", import.meta.url);

const digest = createHash("sha256").update(readFileSync(source)).digest("hex");
const header = `// Made from openapi.yaml by npm run client: not to be changed by hand.\n// sha256 ${digest}\n\n`;
const made = header + astToString(await openapiTS(source));

if (!values.check) {
  writeFileSync(target, made);
} else if (readFileSync(target, "utf8") !== made) {
  console.error("The client's types are not those of openapi.yaml: run npm run client.");
  process.exitCode = 1;
}
