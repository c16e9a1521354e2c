/** What the viewer has no name for, and what to call it. */
const NAMES = {
  "#servers": "Server",
  ".examples-select-element": "Example",
  ".body-param__text": "Request body",
  ".close-modal": "Close",
};

/** Buttons whose name for screen readers is not what they show. */
const MISNAMED = "button.auth[aria-label]";

/** Texts that scroll sideways, which the keyboard must reach to scroll. */
const SCROLLING = ".curl.microlight, .highlight-code > .microlight";

/**
 * Gives names to the viewer's controls, and the keyboard a way to its scrolling texts, whenever it draws.
 *
 * @param {HTMLElement} viewer
 */
export function keepControlsNamed(viewer) {
  const name = () => {
    for (const [selector, label] of Object.entries(NAMES)) {
      for (const element of viewer.querySelectorAll(selector)) {
        if (element.ariaLabel !== label) element.ariaLabel = label;
      }
    }
    for (const element of viewer.querySelectorAll(MISNAMED)) element.removeAttribute("aria-label");
    for (const element of viewer.querySelectorAll(SCROLLING)) element.setAttribute("tabindex", "0");
  };
  new MutationObserver(name).observe(viewer, { childList: true, subtree: true });
}
