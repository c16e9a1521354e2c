import {
  type DatabaseRequest,
  type Fault,
  serverError,
  throttling,
} from "../support/fault-proxy.ts";
import { between, pick, type Random } from "./random.ts";

const BROKEN_WRITES = 0.3;
const BROKEN_READS = 0.05;
const STALE_READS = 0.5;

/**
 * Decides what happens to a request: a fault of any kind to nearly one write in three and one read in twenty.
 * Reads that don't ask for strong consistency get what DynamoDB may give them.
 */
export function faultMix(random: Random): (request: DatabaseRequest) => Fault | undefined {
  const kinds: (() => Fault)[] = [
    () => ({ kind: "dropped" }),
    () => ({ kind: "answer lost" }),
    () => ({ kind: "late", ms: between(random, 5, 200) }),
    () => ({ kind: "late", ms: between(random, 1000, 2000) }), // when the SDK has given it up
    () => ({ kind: "twice", ms: between(random, 0, 1000) }),
    () => ({ kind: "no answer" }),
    () => ({ kind: "half an answer" }),
    () => serverError,
    () => throttling,
  ];
  return ({ operation, input }) => {
    const isRead = operation === "GetItem";
    if (isRead && input.ConsistentRead !== true && random() < STALE_READS) return { kind: "stale" };
    return random() < (isRead ? BROKEN_READS : BROKEN_WRITES) ? pick(random, kinds)() : undefined;
  };
}
