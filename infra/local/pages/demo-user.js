/** @typedef {{ userId: string, token: string }} DemoUser */

/** @type {Promise<DemoUser> | undefined} */
let known;

/** The demo user and a token of theirs, from the server that this page came from. */
export function demoUser() {
  known ??= ask();
  return known;
}

/** Has the next call get a new token, as this one was refused or could not be had. */
export function forgetToken() {
  known = undefined;
}

/** @returns {Promise<DemoUser>} */
async function ask() {
  const response = await fetch("/pages/demo-user.json");
  if (!response.ok) throw new Error(`There is no demo user here: ${response.status}.`);
  return response.json();
}
