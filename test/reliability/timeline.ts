import type { Call } from "./call.ts";
import type { Operation } from "./linearizability.ts";

/**
 * A history of one user for a person to read: a line per answered call in the order of their begins, and the writes
 * that may have taken effect besides.
 */
export function timeline(history: readonly Operation<Call>[]): string {
  const names = new Map<string, string>();
  const nameOf = (id: string) => {
    if (!names.has(id)) names.set(id, `key ${names.size + 1}`);
    return names.get(id) ?? "";
  };
  const answerOf = ({ answer }: Call) => {
    if (typeof answer !== "object") return answer;
    return `${nameOf(answer.id)}${answer.overlaps ? ", the one before overlaps" : ""}`;
  };
  const answered = history
    .filter(({ end }) => end < Infinity)
    .toSorted((a, b) => a.begin - b.begin);
  const lines = answered.map(({ begin, end, call }) =>
    [`${begin}-${end}`.padEnd(12), asked(call, nameOf).padEnd(42), answerOf(call)].join(""),
  );
  const others = history
    .filter(({ end }) => end === Infinity)
    .map(({ begin, call }) => `${begin} ${asked(call, nameOf)}`);
  return [
    `${"begin-end".padEnd(12)}${"call".padEnd(42)}answer`,
    ...lines,
    "Any time after their begin, or never, there may have been:",
    others.join("; ") || "nothing else",
  ].join("\n");
}

function asked(call: Call, nameOf: (id: string) => string): string {
  switch (call.kind) {
    case "view":
      return "View";
    case "check":
      return `check ${nameOf(call.id)}`;
    case "revoke":
      return "Revoke";
    case "reset": {
      const how = [
        call.overlap ? "with an overlap" : [],
        call.mayCreate ? [] : "by the operator",
        call.idempotencyKey === undefined ? [] : `idempotent ${call.idempotencyKey.slice(2, 8)}`,
      ];
      return ["Reset", how.flat().join(", ")].join(" ").trim();
    }
  }
}
