import { signSegments } from "../../support/tokens.ts";

/** A member of a JSON object as it is written: what is between the quotes, and the JSON of its value. */
export type Member = readonly [name: string, json: string];

/** A valid token taken apart, to be put together in another way. */
export interface TakenApart {
  readonly token: string;
  readonly prefix: string;
  readonly header: readonly Member[];
  readonly claims: readonly Member[];
  /** What it was signed with or, where that was a private key, the public one. */
  readonly secret: string;
  /** Signs the first two segments just as it was signed. */
  readonly sign: (signingInput: string) => string;
}

/** A token that must be refused. */
export interface Forgery {
  readonly name: string;
  readonly token: string;
}

export function takeApart(
  token: string,
  secret: string,
  sign = (signingInput: string) => signSegments(signingInput, secret),
): TakenApart {
  const prefix = /^clara_[a-z]+_/.exec(token)?.[0] ?? "";
  const [header = [], claims = []] = token.slice(prefix.length).split(".").slice(0, 2).map(members);
  return { token, prefix, header, claims, secret, sign };
}

/** Puts a token together again, with other members or another secret, and a signature over just that. */
export function putTogether(
  { prefix, ...genuine }: TakenApart,
  other: { header?: readonly Member[]; claims?: readonly Member[]; secret?: string } = {},
): string {
  const { header, claims, secret } = { ...genuine, ...other };
  const segments = [header, claims].map((part) =>
    Buffer.from(objectOf(part)).toString("base64url"),
  );
  const input = segments.join(".");
  return prefix + (other.secret === undefined ? genuine.sign(input) : signSegments(input, secret));
}

/** A JSON object of just these members, in this order, also where one comes twice. */
export function objectOf(members: readonly Member[]): string {
  return `{${members.map(([name, json]) => `"${name}":${json}`).join(",")}}`;
}

/** The members with one of them replaced, or left out. */
export function withMember(
  members: readonly Member[],
  name: string,
  json: string | undefined,
): Member[] {
  const others = members.filter(([known]) => known !== name);
  if (json === undefined) return others;
  return others.length === members.length
    ? [...members, [name, json]]
    : members.map((member) => (member[0] === name ? [name, json] : member));
}

function members(segment: string): Member[] {
  const object: object = JSON.parse(Buffer.from(segment, "base64url").toString());
  return Object.entries(object).map(([name, value]) => [name, JSON.stringify(value)]);
}
