import { codeSamples } from "./code-samples.js";
import { demoUser } from "./demo-user.js";
import { keepControlsNamed } from "./named-controls.js";
import { byId } from "./page.js";

/** @import { System } from "./code-samples.js" */

/**
 * What is used of the viewer here.
 *
 * @typedef {{ preauthorizeApiKey(scheme: string, token: string): void }} Viewer
 */

/**
 * What is changed of the document here.
 *
 * @typedef {object} OpenApi
 * @property {{ url: string, description?: string }[]} [servers]
 * @property {string} [jsonSchemaDialect]
 * @property {{ parameters?: Record<string, Parameter> }} [components]
 */
/** @typedef {{ in?: string, example?: unknown, examples?: unknown }} Parameter */

// The viewer's script comes before this one, and leaves its function here.
const { SwaggerUIBundle } = /** @type {{ SwaggerUIBundle: (options: object) => Viewer }} */ (
  /** @type {unknown} */ (window)
);

const dark = matchMedia("(prefers-color-scheme: dark)");
const followScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", followScheme);
followScheme();

/**
 * The document as this page needs it. The calls go to the server that it came from, by the name and port it was called
 * by: no other can be reached from here. The dialect is left out: the viewer knows it, and warns of it all the same. And
 * so are examples of headers, which the viewer would send: with the same Idempotency-Key, a second reset does nothing.
 *
 * @param {OpenApi} document
 */
function forThisPage({ jsonSchemaDialect, ...document }) {
  for (const parameter of Object.values(document.components?.parameters ?? {})) {
    if (parameter.in !== "header") continue;
    delete parameter.example;
    delete parameter.examples;
  }
  const here = { url: `${location.origin}/api/v1`, description: "This laptop." };
  return { ...document, servers: [here] };
}

const documentOfThisPage = {
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec:
          (/** @type {(document: OpenApi) => unknown} */ update) =>
          (/** @type {OpenApi} */ document) =>
            update(forThisPage(document)),
      },
    },
  },
};

/** A call's path is inside the button that opens the call, where a link has no place. */
const pathWithoutLink = (/** @type {Pick<System, "React">} */ { React }) => ({
  components: {
    DeepLink: (/** @type {{ text: unknown }} */ { text }) => React.createElement("span", {}, text),
  },
});

keepControlsNamed(byId("reference"));

const viewer = SwaggerUIBundle({
  domNode: byId("reference"),
  url: "/openapi.yaml",
  validatorUrl: null, // else it sends the document to one
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  plugins: [documentOfThisPage, pathWithoutLink, codeSamples],
  onComplete: async () => viewer.preauthorizeApiKey("userToken", (await demoUser()).token),
});
