import { readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";

const functions = join(import.meta.dirname, "../functions");

/**
 * What the AWS SDK would bring along for occasions that never come here, and loads only when they do: ways to get
 * credentials, which a Lambda has in its environment, and streams of events, which DynamoDB's GetItem and PutItem are
 * none of.
 */
export const neverLoaded: readonly string[] = [
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@smithy/core/event-streams",
  "@smithy/credential-provider-imds",
];

/**
 * Gets Node's own modules by a call instead of an import. For an import Node works out everything that a module
 * exports, which for `node:http` means to load all of fetch, and for `node:process` to open standard output. The bundle
 * gets an object that inherits from the module: of the module itself esbuild would copy each member for each importer.
 */
export const builtinsByCall: Plugin = {
  name: "builtins by call",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[a-z]/ }, ({ path }) =>
      isBuiltin(path) ? { path, namespace: "builtin" } : undefined,
    );
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = Object.create(process.getBuiltinModule(${JSON.stringify(path)}));`,
    }));
  },
};

/**
 * Where the SDK looks for files of settings it finds none, as it would in a Lambda, whose environment says it all. To
 * look for them Node would load its promises of files, and start the threads that read them.
 */
const noFilesOfSettings: Plugin = {
  name: "no files of settings",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:fs\/promises$/ }, ({ path, importer }) =>
      importer.includes("shared-ini-file-loader") ? { path, namespace: "no files" } : undefined,
    );
    onLoad({ filter: /./, namespace: "no files" }, () => ({
      contents: `exports.readFile = () => Promise.reject(new Error("A Lambda has no files of settings."));`,
    }));
  },
};

/** A Lambda's bundle: one minified ES module. */
export const lambdaModule = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  minify: true,
} satisfies BuildOptions;

/**
 * Bundles each function of functions/ into `NAME/index.mjs`.
 *
 * @param outdir the folder for the bundles
 * @returns what went into them, as esbuild tells it
 */
export async function bundleFunctions(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: readdirSync(functions).map((file) => join(functions, file)),
    outdir,
    entryNames: "[name]/index",
    outExtension: { ".js": ".mjs" },
    ...lambdaModule,
    external: [...neverLoaded],
    plugins: [noFilesOfSettings, builtinsByCall],
    metafile: true,
    logLevel: "warning",
  });
  return metafile;
}
