/** What View and Reset show of a user's API key. */
export interface Shown {
  readonly id: string;
  /** Whether the key before is still alive. */
  readonly overlaps: boolean;
}

/** What clients do with one user's API key, and what they were told; without an answer, nobody knows. */
export type Call =
  | { readonly kind: "view"; readonly answer: Shown | "no key" }
  | {
      readonly kind: "check";
      readonly id: string;
      /** `live` where the check does not tell whether the key is current or overlaps. */
      readonly answer: "current" | "overlapping" | "live" | "dead";
    }
  | {
      readonly kind: "reset";
      /** Whether the old key stays alive: for longer than anyone looks. */
      readonly overlap: boolean;
      readonly mayCreate: boolean;
      readonly idempotencyKey?: string | undefined;
      readonly answer?: Shown | "no key" | undefined;
    }
  | { readonly kind: "revoke"; readonly answer?: "revoked" | "no key" | undefined };

export type Reset = Extract<Call, { kind: "reset" }>;

/** Whether a call may change the key, so that it counts even without an answer. */
export function isWrite({ kind }: Call): boolean {
  return kind === "reset" || kind === "revoke";
}

/** The key that a call shows to be, or to have been, alive. */
export function idsSeenIn(call: Call): string[] {
  if (call.kind === "check") return call.answer === "dead" ? [] : [call.id];
  return typeof call.answer === "object" ? [call.answer.id] : [];
}
