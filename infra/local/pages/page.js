/**
 * An element that the page has.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no ${id}.`);
  return element;
}

/**
 * @param {string} id
 * @returns {HTMLButtonElement}
 */
export function button(id) {
  return /** @type {HTMLButtonElement} */ (byId(id));
}

/**
 * Switches a button off without taking the keyboard's focus from it, as `disabled` would.
 *
 * @param {HTMLButtonElement} element
 * @param {boolean} off
 */
export function switchOff(element, off) {
  element.ariaDisabled = String(off);
}

/**
 * Says something where screen readers listen. The same words twice are said twice.
 *
 * @param {string} id of a live region
 * @param {string} words
 */
export function say(id, words) {
  const region = byId(id);
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = words;
  });
}

/**
 * Copies a text.
 *
 * @param {string} text
 * @param {string} done what to say then
 * @returns {Promise<string>} what to say
 */
export async function copied(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    return done;
  } catch {
    return "The browser does not let this page copy. Select the text and copy it yourself.";
  }
}

/**
 * Shows a time of the API as the reader's own clock has it.
 *
 * @param {HTMLElement} place
 * @param {string} [httpDate] none for a dash
 */
export function showTime(place, httpDate) {
  if (httpDate === undefined) {
    place.textContent = "–";
    return;
  }
  const date = new Date(httpDate);
  const element = document.createElement("time");
  element.dateTime = date.toISOString();
  element.textContent = date.toLocaleString(undefined, { dateStyle: "long", timeStyle: "medium" });
  place.replaceChildren(element);
}
