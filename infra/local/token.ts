import { parseArgs } from "node:util";
import { isUserId } from "../../lib/auth/user-id.ts";
import { localFolder } from "./folder.ts";
import { localKeyRing } from "./key-ring.ts";
import { runCommand, StartError } from "./start-error.ts";
import { makeUserToken } from "./user-token.ts";

const HELP = `Prints a credential for the service that npm start runs.

  npm run --silent token -- USER_ID [--expires-in SECONDS]   a user token, valid for an hour
                                                             unless SECONDS says otherwise
                                                             (--expires-in=-1: expired)
  npm run --silent token -- --private                        the private key

USER_ID is user_ and 32 lower-case hex digits. Both are made with the key ring in KEY_RING or,
without it, the one in .local/key-ring.json.`;

const usage = (problem: string) => new StartError(`${problem} Try --help.`);

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "expires-in": { type: "string" },
      private: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [userId, ...more] = positionals;
  if (values.private) {
    if (userId !== undefined || values["expires-in"] !== undefined) {
      throw usage("--private takes nothing else.");
    }
    console.log(secrets().privateKey[0]);
    return;
  }
  if (userId === undefined || more.length > 0) throw usage("Name one user.");
  if (!isUserId(userId)) throw usage("A user id is user_ and 32 lower-case hex digits.");
  const expiresIn = seconds(values["expires-in"] ?? "3600");
  console.log(await makeUserToken(userId, secrets().userToken[0] ?? "", expiresIn));
});

function secrets() {
  return localKeyRing(localFolder()).secrets;
}

/** Negative ones too: an expired token is worth having for a try. */
function seconds(text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw usage("--expires-in takes a whole number of seconds.");
  return Number(text);
}
