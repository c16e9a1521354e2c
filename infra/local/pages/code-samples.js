/** @typedef {{ lang: string, label?: string, source: string }} CodeSample */
/** @typedef {{ "x-codeSamples"?: CodeSample[] }} Operation */

/** @typedef {{ createElement(type: unknown, props: object | null, ...children: unknown[]): unknown }} React */

/**
 * What is used of the viewer's insides.
 *
 * @typedef {object} System
 * @property {React} React
 * @property {{ specJson(): { toJS(): { paths: Record<string, Record<string, Operation>> } } }} specSelectors
 */

/** A plugin for the viewer, which does not know `x-codeSamples`: they come before the answers of each call. */
export const codeSamples = {
  wrapComponents: {
    responses:
      (/** @type {unknown} */ Responses, /** @type {System} */ { React, specSelectors }) =>
      (/** @type {{ path: string, method: string }} */ props) => {
        const operation = specSelectors.specJson().toJS().paths[props.path]?.[props.method];
        const samples = operation?.["x-codeSamples"] ?? [];
        const element = React.createElement;
        return element(
          "div",
          null,
          samples.length > 0 && element("h4", { className: "code-samples" }, "In your language"),
          ...samples.map(({ lang, label = lang, source }) =>
            element(
              "details",
              { className: "code-sample", key: label },
              element("summary", null, label),
              element("pre", { className: "code-sample-text" }, element("code", null, source)),
            ),
          ),
          element(Responses, props),
        );
      },
  },
};
