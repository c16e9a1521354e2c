import { curlLine, look, reset, send, unreachable } from "./api-key-call.js";
import { demoUser, forgetToken } from "./demo-user.js";
import { button, byId, copied, say, showTime, switchOff } from "./page.js";

/** @import { ApiKey, Answer, Call } from "./api-key-call.js" */

const MASK = `clara_api_${"•".repeat(24)}`;

/** @type {ApiKey | null} */
let apiKey = null;
/** Whether it is known if there is a key. */
let looked = false;
let shown = false;
let busy = false;
/** The token of the key before, as long as this page is open. @type {string | undefined} */
let oldToken;
/** The call that failed, to be sent once more as it was. @type {Call | undefined} */
let failed;

const keyField = /** @type {HTMLInputElement} */ (byId("key"));
const question = /** @type {HTMLDialogElement} */ (byId("question"));
const questionForm = /** @type {HTMLFormElement} */ (byId("question-form"));

/** Puts on the page what is known. */
function render() {
  keyField.value = apiKey ? (shown ? apiKey.token : MASK) : looked ? "No key yet" : "";
  button("show").textContent = shown ? "Hide key" : "Show key";
  button("reset").textContent = looked && !apiKey ? "Make my key" : "Reset key…";
  showTime(byId("created"), apiKey?.created_at);
  showTime(byId("updated"), apiKey?.updated_at);
  showTime(byId("previous"), apiKey?.previous_expires_at);
  switchOff(button("show"), busy || !apiKey);
  switchOff(button("copy"), busy || !apiKey);
  switchOff(button("reset"), busy || !looked);
  switchOff(button("look"), busy);
  switchOff(button("check-old"), busy || oldToken === undefined);
  switchOff(button("again"), busy);
  if (!failed && document.activeElement === button("again")) button("reset").focus();
  button("again").classList.toggle("away", !failed);
}

/**
 * Makes a call, and shows it as a line for a shell with what came of it.
 *
 * @param {Call} call
 * @param {string} [token] who calls, if not the demo user
 * @returns {Promise<Answer>}
 */
async function make(call, token) {
  byId("call").textContent = curlLine(call, token === undefined ? "TOKEN" : "OLD_KEY");
  byId("answer").textContent = "Waiting for the answer…";
  switchOff(button("copy-call"), false);
  busy = true;
  render();
  const credential = token ?? (await demoUser().catch(() => undefined))?.token;
  const answer = credential === undefined ? unreachable() : await send(call, credential);
  byId("answer").textContent = answer.status
    ? `Answer: ${answer.status} ${answer.statusText}`
    : "No answer";
  busy = false;
  return answer;
}

/**
 * Makes a call of the demo user, and takes its answer.
 *
 * @param {Call} call
 */
async function ask(call) {
  tell(call.method === "GET" ? "Looking up your key…" : "Making a new key…");
  const answer = await make(call);
  const { status, words } = answer;
  if (answer.apiKey) take(answer.apiKey);
  const noKey = status === 404 && call.method === "GET";
  if (noKey) take(null);
  failed = answer.apiKey || noKey ? undefined : call;
  if (status === 401 || status === 0) forgetToken();
  render();
  if (failed) complain(words);
  else tell(noKey ? "You have no key yet." : words);
}

/** @param {ApiKey | null} next */
function take(next) {
  if (apiKey && next?.token !== apiKey.token) {
    oldToken = apiKey.token;
    byId("old").textContent = "There is an old key. See whether it still works.";
  }
  if (next?.token !== apiKey?.token) shown = false;
  apiKey = next;
  looked = true;
}

/** Shows the old key to the service: a live one is known and may not look, a dead one is not known. */
async function checkOld() {
  const { status, words } = await make(look(), oldToken);
  const fate = new Map([
    [401, "The old key is refused."],
    [403, "The old key still works, though not for looking at keys."],
  ]).get(status);
  say("old", fate === undefined ? words : `${fate} The service says: ${words}`);
  render();
}

/**
 * Says how it goes; what was wrong before is no longer said.
 *
 * @param {string} words
 */
function tell(words) {
  say("problem", "");
  say("said", words);
}

/** @param {string} words */
function complain(words) {
  say("said", "");
  say("problem", words);
}

/** @type {Record<string, () => void>} */
const actions = {
  show() {
    shown = !shown;
    render();
    tell(shown ? "The key is shown." : "The key is hidden.");
  },
  copy: async () => tell(await copied(apiKey?.token ?? "", "The key is copied.")),
  look: () => ask(look()),
  reset() {
    if (!apiKey) return void ask(reset(0));
    questionForm.reset();
    question.returnValue = "";
    question.showModal();
  },
  again: () => failed && ask(failed),
  "check-old": checkOld,
  "copy-call": async () =>
    say("said-call", await copied(byId("call").textContent ?? "", "The call is copied.")),
  cancel: () => question.close(),
};

for (const [id, action] of Object.entries(actions)) {
  const pressed = button(id);
  pressed.addEventListener("click", () => {
    if (pressed.ariaDisabled !== "true") action();
  });
}
question.addEventListener("close", () => {
  const overlap = Number(new FormData(questionForm).get("overlap"));
  if (question.returnValue === "reset") void ask(reset(overlap));
});

render();
demoUser().then(
  ({ userId }) => {
    byId("user").textContent = userId;
  },
  () => {}, // the call says so
);
await ask(look());
