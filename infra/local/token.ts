import { parseArgs } from "node:util";
import { isUserId } from "../../lib/auth/user-id.ts";
import type { KeyRingSecrets } from "../../lib/key-ring/secrets.ts";
import { CommandError, runCommand } from "../command.ts";
import { localFolder } from "./folder.ts";
import { localKeyRing } from "./key-ring.ts";
import { stackKeyRing } from "./stack-key-ring.ts";
import { makeUserToken } from "./user-token.ts";

const HELP = `Prints a credential for the service that npm start runs, or for a deployed one.

  npm run --silent token -- USER_ID [--expires-in SECONDS]   a user token, valid for an hour
                                                             unless SECONDS says otherwise
                                                             (--expires-in=-1: expired)
  npm run --silent token -- --private                        the private key

  --stack NAME   for the deployed stack NAME, such as ApiKeys

USER_ID is user_ and 32 lower-case hex digits. Both are made with the key ring in KEY_RING or,
without it, the one in .local/key-ring.json. With --stack it is the stack's own, got with your AWS
credentials and region (AWS_PROFILE, AWS_REGION and the like), which must allow
cloudformation:DescribeStacks and secretsmanager:GetSecretValue.`;

const usage = (problem: string) => new CommandError(`${problem} Try --help.`);

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "expires-in": { type: "string" },
      private: { type: "boolean" },
      stack: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { stack } = values;
  if (stack === "") throw usage("--stack takes the name of a stack.");
  const [userId, ...more] = positionals;
  if (values.private) {
    if (userId !== undefined || values["expires-in"] !== undefined) {
      throw usage("--private takes no user and no time.");
    }
    console.log((await keyRing(stack)).privateKey[0]);
    return;
  }
  if (userId === undefined || more.length > 0) throw usage("Name one user.");
  if (!isUserId(userId)) throw usage("A user id is user_ and 32 lower-case hex digits.");
  const expiresIn = seconds(values["expires-in"] ?? "3600");
  const { userToken } = await keyRing(stack);
  console.log(await makeUserToken(userId, userToken[0] ?? "", expiresIn));
});

async function keyRing(stack: string | undefined): Promise<KeyRingSecrets> {
  return stack === undefined ? localKeyRing(localFolder()).secrets : stackKeyRing(stack);
}

/** Negative ones too: an expired token is worth having for a try. */
function seconds(text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw usage("--expires-in takes a whole number of seconds.");
  return Number(text);
}
