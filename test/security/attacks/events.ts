import fc from "fast-check";

/** Whose events they are, and credentials that pass: the user's own first, the private key last. */
export interface Known {
  readonly authorizations: readonly string[];
  readonly userId: string;
}

/** Values as Lambda hands them over: parsed from JSON. */
const asParsed = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  values.map((value) => JSON.parse(JSON.stringify(value)));

const ids = (userId: string) =>
  fc.oneof(fc.constantFrom("me", "me", userId, userId, "user_"), fc.string());

const headerNames = fc
  .constantFrom("authorization", "accept", "content-type", "idempotency-key", "content-length")
  .chain((name) =>
    fc.constantFrom(
      name,
      name.toUpperCase(),
      name.replace(/^./, (a) => a.toUpperCase()),
    ),
  );

const texts = ({ authorizations }: Known) =>
  fc.oneof(
    fc.constantFrom(...authorizations),
    fc.constantFrom("application/json", "application/x-www-form-urlencoded", "text/plain", "*/*"),
    fc.constantFrom(
      "image/png",
      "application/json;q=0",
      "text/plain;q=1.5",
      ";",
      "*",
      "q=",
      "Bearer",
    ),
    fc.string({ unit: "binary" }),
    fc.string(),
  );

const bodies = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("{}", "[]", "e30=", '{"grace_period_seconds":1}') },
  { weight: 3, arbitrary: fc.constantFrom("token=x", "token=x&x=1", "token=", "dG9rZW49eA==") },
  fc.json(),
  fc.string({ unit: "binary" }),
);

/** A value that is missing now and then; JSON leaves it out. */
const usually = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 12, nil: undefined });
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 12 });

const arn = "arn:aws:execute-api:eu-central-1:000000000000:abc/prod/GET/things";

/** Events as API Gateway may send them, payload 1.0 or 2.0: the types are right, and nothing else is certain. */
export const gatewayEvents = (known: Known) => {
  const called = fc.record({
    authorization: usually(fc.constantFrom(...known.authorizations)),
    "content-type": usually(
      fc.constantFrom("application/json", "application/x-www-form-urlencoded"),
    ),
  });
  const others = fc.dictionary(headerNames, texts(known), { maxKeys: 2 });
  const headers = fc.tuple(called, others).map(([call, more]) => ({ ...more, ...call }));
  const several = fc.dictionary(headerNames, fc.array(texts(known), { maxLength: 2 }));
  const event = {
    version: usually(fc.constantFrom("1.0", "2.0")),
    pathParameters: usually(orNull(fc.record({ user_id: usually(ids(known.userId)) }))),
    headers: usually(orNull(headers)),
    body: fc.option(bodies, { freq: 2 }),
    isBase64Encoded: usually(fc.boolean()),
  };
  const authorizationToken = usually(texts(known));
  const methodArn = usually(fc.constant(arn));
  const type = usually(fc.constant("REQUEST"));
  return asParsed(
    fc.oneof(
      { weight: 3, arbitrary: fc.record(event) },
      fc.record({ ...event, type, methodArn, multiValueHeaders: orNull(several) }),
      fc.record({ ...event, type, routeArn: fc.constant(arn) }),
      fc.record({ type: fc.constant("TOKEN"), methodArn, authorizationToken }),
    ),
  );
};

/** One call of the user, and one of the operator's services with a form: each is right for some function. */
export const passingEvents = ({ userId, authorizations }: Known) => [
  { headers: { authorization: authorizations[0] }, pathParameters: { user_id: userId } },
  {
    headers: {
      authorization: authorizations.at(-1),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "token=x",
  },
];

/** Any JSON at all, and events of which some members are any JSON at all. */
export const anyEvents = (known: Known) =>
  asParsed(
    fc.oneof(
      fc.jsonValue(),
      fc
        .tuple(
          gatewayEvents(known),
          fc.jsonValue(),
          fc.jsonValue(),
          headerNames,
          fc.nat({ max: 5 }),
        )
        .map(([event, value, other, name, which]) => ({
          ...event,
          ...[
            { headers: value },
            { headers: { [name]: value, accept: other } },
            { multiValueHeaders: { [name]: value, authorization: [other] } },
            { pathParameters: value, requestContext: other },
            { pathParameters: { user_id: value }, isBase64Encoded: other },
            { body: value, authorizationToken: other, type: "TOKEN" },
          ][which],
        })),
    ),
  );
