import { styleText } from "node:util";

interface Demo {
  /** What is going on, to be followed by the address. */
  readonly headline: string;
  readonly url: string;
  /** Where the pages for a browser are, if there are any. */
  readonly pages?: string;
  readonly database: string;
  readonly userId: string;
  readonly token: string;
}

type Style = Parameters<typeof styleText>[0];

/** What a newcomer needs to try the service: coloured on a terminal, plain elsewhere. */
export function banner({ headline, url, pages, database, userId, token }: Demo): string {
  const paint = (style: Style, text: string) =>
    styleText(style, text, { stream: process.stdout, validateStream: true });
  const heading = (text: string) => paint("bold", text);
  const call = (option: string) =>
    paint(
      "cyan",
      `curl -sS -w '\\n'${option} -H "Authorization: Bearer $TOKEN" ${url}/users/me/api_key`,
    );
  const browse = (origin: string) =>
    `\nIn a browser: the key at ${paint("green", origin)}, the reference at ${paint("green", `${origin}/docs`)}\n`;

  return `
${heading(headline)} at ${paint("green", url)}
Keys are kept in ${database}. Stop with Ctrl-C.
${pages === undefined ? "" : browse(pages)}
Paste this first: a token of the demo user ${userId}, good for a day.
${paint("cyan", `TOKEN=${token}`)}

${heading("Look:")} 404, until there is a key.
${call("")}

${heading("Reset:")} makes a new key; the one before is dead at once.
${call(" -X POST")}

${heading("Look again:")} the same key, as often as you like.
${call("")}

More tokens: npm run --silent token -- --help
`;
}
