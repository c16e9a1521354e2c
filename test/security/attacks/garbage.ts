import fc from "fast-check";
import { type Derivation, derivations } from "./derived.ts";

/** An item of the table that the service can't have written. */
export interface Garbage {
  readonly name: string;
  readonly item: Record<string, unknown>;
  /** What the item was made from, before one attribute went wrong. */
  readonly one: Derivation;
}

const notText = fc.oneof(
  fc.constantFrom(null, true, false, 0, 1.5, [], ["x"], {}, new Set(["x"]), undefined),
  fc.uint8Array({ minLength: 1, maxLength: 4 }),
);

const notSeconds = fc.oneof(
  fc.constantFrom(null, true, "", "1764201088", [], [0], {}, new Set([1]), undefined),
  fc.integer().map((whole) => whole + 0.5),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, 8_640_000_000_001, -8_640_000_000_001),
);

const notMap = fc.constantFrom(null, true, 0, "", "x", [], {}, [{}], new Set(["x"]));

const fields: Record<string, fc.Arbitrary<unknown>> = {
  id: notText,
  kid: notText,
  created_at: notSeconds,
  updated_at: notSeconds,
  previous: notMap,
  idempotency: notMap,
  revocation_id: notText.filter((value) => value !== undefined),
};

const inner: Record<string, Record<string, fc.Arbitrary<unknown>>> = {
  previous: { id: notText, kid: notText, created_at: notSeconds, expires_at: notSeconds },
  idempotency: { key_hash: notText, grace_period_seconds: notSeconds },
};

/** A record of which one attribute, or one inside another, is missing or of another type. */
export const garbage: fc.Arbitrary<Garbage> = derivations.chain((one) => {
  const record: Record<string, unknown> = {
    ...one,
    updated_at: one.created_at,
    previous: { ...one, expires_at: one.created_at },
    idempotency: { key_hash: "x", grace_period_seconds: 0 },
  };
  const wrong = (name: string, values: fc.Arbitrary<unknown>) =>
    values.map((value) => ({ name, item: defined({ ...record, [name]: value }), one }));
  const wrongInside = (part: string, name: string, values: fc.Arbitrary<unknown>) =>
    values.map((value) => ({
      name: `${part}.${name}`,
      item: { ...record, [part]: defined({ ...(record[part] as object), [name]: value }) },
      one,
    }));
  return fc.oneof(
    ...Object.entries(fields).map(([name, values]) => wrong(name, values)),
    ...Object.entries(inner).flatMap(([part, members]) =>
      Object.entries(members).map(([name, values]) => wrongInside(part, name, values)),
    ),
  );
});

/** What is undefined is an attribute that is missing. */
function defined(item: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}
