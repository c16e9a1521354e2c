import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { builtinsByCall, bundleFunctions, lambdaModule } from "../../infra/bundle.ts";
import { packageOf } from "../support/packages.ts";

/** A way to write View, and the file that Lambda would load for it. */
export interface Contender {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

const here = import.meta.dirname;
const out = join(here, "out");

/** The peers are bundled as ours is. */
const bundled: BuildOptions = { ...lambdaModule, logLevel: "error" };

/** For packages that are written for CommonJS. */
const withRequire: BuildOptions = {
  ...bundled,
  banner: {
    js: 'import { createRequire } from "node:module";const require = createRequire(import.meta.url);const __filename = import.meta.filename;const __dirname = import.meta.dirname;',
  },
};

/** For what its users would not bundle. */
const fromNodeModules: BuildOptions = { ...bundled, packages: "external" };

/** Makes what Lambda would load of every contender: the floor first, then ours. */
export async function makeContenders(): Promise<{ contenders: Contender[]; ours: Metafile }> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const ours = await bundleFunctions(out);
  const make = async (name: string, source: string, options: BuildOptions, file = source) => {
    const outfile = join(out, `${file}.mjs`);
    await build({ entryPoints: [join(here, "contenders", `${source}.ts`)], outfile, ...options });
    return { name, file: outfile, bytes: statSync(outfile).size };
  };
  const file = join(out, "view/index.mjs");
  const contenders = [
    await make("the floor", "floor", bundled),
    { name: "**ours**", file, bytes: statSync(file).size },
    await make("naive: jose, middy, SDK", "naive", fromNodeModules),
    await make("Express, jsonwebtoken", "express", withRequire),
    await make("Fastify, @fastify/jwt", "fastify", withRequire),
    await make("Hono, hono/jwt", "hono", bundled),
    await make("better-auth, API key", "better-auth", fromNodeModules), // it does not survive bundling
    await make(
      "the floor, Node's modules by call",
      "floor",
      { ...bundled, plugins: [builtinsByCall] },
      "floor-by-call",
    ),
  ];
  return { contenders, ours };
}

/** How many bytes each package has in the bundle of View, the largest first. */
export function packagesOf({ outputs }: Metafile): [name: string, bytes: number][] {
  const view = Object.entries(outputs).find(([file]) => file.endsWith("view/index.mjs"));
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(view?.[1].inputs ?? {})) {
    const name = packageOf(file) ?? "our own";
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  return [...bytes].sort(([, a], [, b]) => b - a);
}
