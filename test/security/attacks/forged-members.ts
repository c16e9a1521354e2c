import { AUDIENCE } from "../../support/access-tokens.ts";
import { deepJson, hostileJson } from "./hostile-json.ts";
import {
  type Forgery,
  type Member,
  putTogether,
  type TakenApart,
  withMember,
} from "./taken-apart.ts";

const isNumber = (value: unknown) => typeof value === "number" && Number.isFinite(value);
const now = () => Date.now() / 1000;

type Takes = (value: unknown) => boolean;

/** What the contract takes in a user token; undefined is a member that is missing. */
const userTokenTakes: Record<string, Takes> = {
  alg: (value) => value === "HS256",
  typ: (value) => value === undefined || value === "JWT",
  kid: (value) => value === undefined || typeof value === "string",
  sub: (value) => typeof value === "string" && /^user_[0-9a-f]{32}$/.test(value),
  role: (value) => value === "user",
  exp: (value) => isNumber(value) && (value as number) > now(),
  iat: (value) => value === undefined || isNumber(value),
  nbf: (value) => value === undefined || (isNumber(value) && (value as number) <= now()),
};

/** What the contract takes in an access token beside the genuine value. */
const accessTokenTakes: Record<string, Takes> = {
  alg: () => false,
  typ: (value) =>
    value === undefined ||
    (typeof value === "string" && /^((application\/)?at\+jwt|jwt)$/i.test(value)),
  kid: () => false,
  iss: () => false,
  aud: (value) => Array.isArray(value) && value.includes(AUDIENCE),
  sub: (value) => typeof value === "string" && value !== "",
  exp: (value) => isNumber(value) && (value as number) > now(),
  iat: (value) => value === undefined || (isNumber(value) && (value as number) <= now() + 30),
  nbf: (value) => value === undefined || (isNumber(value) && (value as number) <= now() + 30),
};

/** An API key has just one form. */
const takes = ({ prefix }: TakenApart, name: string): Takes => {
  if (prefix === "clara_api_") return () => false;
  const taken = prefix === "clara_user_" ? userTokenTakes : accessTokenTakes;
  return taken[name] ?? (() => true);
};

const nameOfJson = (json: string | undefined) =>
  json === undefined ? "missing" : json.slice(0, 60);

/** A text that a careless comparison takes for this one, or this one in a type that turns into it. */
function nearly(json = "null"): string[] {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "string") return [`"${json}"`, `[${json}]`];
  const upper = value.toUpperCase();
  const around = ["\n", "\r\n", " ", "\0", "0", "\u00a0", "\ufeff"].flatMap((text) => [
    value + text,
    text + value,
  ]);
  const texts = [...around, upper, value.slice(0, -1), value.slice(1), `${value}${value}`];
  return [`[${json}]`, `{"0":${json}}`, ...texts.map((text) => JSON.stringify(text))];
}

type Part = "header" | "claims";

/** Every member of a part with every hostile value, and missing, where the contract does not take that. */
export function withHostileValues(genuine: TakenApart, part: Part): Forgery[] {
  const names = genuine[part].map(([name]) => name);
  const more = part === "header" ? ["kid"] : ["nbf"];
  return [...new Set([...names, ...more])].flatMap((name) => {
    const own = genuine[part].find(([known]) => known === name)?.[1];
    return [undefined, ...hostileJson, ...nearly(own)]
      .filter((json) => json !== own && !takes(genuine, name)(json && JSON.parse(json)))
      .map((json) => ({
        name: `${name} ${nameOfJson(json)}`,
        token: putTogether(genuine, { [part]: withMember(genuine[part], name, json) }),
      }));
  });
}

/** A member's name as JSON may also write it. */
const escaped = (name: string) =>
  `\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${name.slice(1)}`;

/** Each member named twice: in front and behind, with its own value and with others, escaped or not. */
export function withDuplicates(genuine: TakenApart, part: Part): Forgery[] {
  return genuine[part].flatMap(([name, own]) =>
    [own, "null", '"none"', "1e999", "[]"].flatMap((json) =>
      [name, escaped(name)].flatMap((written) => {
        const again: Member = [written, json];
        return [
          { name: `${written} ${json} in front`, members: [again, ...genuine[part]] },
          { name: `${written} ${json} behind`, members: [...genuine[part], again] },
        ].map(({ name, members }) => ({ name, token: putTogether(genuine, { [part]: members }) }));
      }),
    ),
  );
}

/** Each member that is needed under a name that only resembles its own. */
export function withOtherNames(genuine: TakenApart, part: Part): Forgery[] {
  return genuine[part]
    .filter(([name]) => part === "header" || !takes(genuine, name)(undefined))
    .flatMap(([name]) =>
      [
        name.toUpperCase(),
        name.replace(/^./, (first) => first.toUpperCase()),
        ` ${name}`,
        `${name} `,
        `${name}\\u0000`,
        `\\ufeff${name}`,
        "__proto__",
      ].map((other) => ({
        name: `${other} for ${name}`,
        token: putTogether(genuine, {
          [part]: genuine[part].map(
            ([known, json]) => [known === name ? other : known, json] as const,
          ),
        }),
      })),
    );
}

const extensions = [
  ["crit", "b64", "zip", "cty", "enc", "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256", "url"],
  ["nonce", "ppt", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c", "iss", "sub", "aud"],
  ["", "x", "__proto__", "constructor", "toString", "alg ", "KID"],
].flat();

/** A header with a member more: what RFC 7515 and others define, and what they do not. */
export function withExtensions(genuine: TakenApart, keysUrl: string): Forgery[] {
  const jwk = '{"kty":"oct","k":"AAAA"}';
  const values = ["null", "true", "false", "1", '"DEF"', '["b64"]', '["exp"]', "{}", jwk];
  return extensions.flatMap((name) =>
    [...values, JSON.stringify(keysUrl), ...deepJson].map((json) => ({
      name: `${name} ${nameOfJson(json)}`,
      token: putTogether(genuine, { header: [...genuine.header, [name, json]] }),
    })),
  );
}
