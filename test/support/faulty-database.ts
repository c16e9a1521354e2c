import { afterAll } from "@jest/globals";
import { patience } from "../../lib/patience.ts";
import { type DatabaseRequest, type Fault, serverError, startFaultProxy } from "./fault-proxy.ts";

type Operation = "GetItem" | "PutItem";

/**
 * A database that fails when it is told to. From then on AWS_ENDPOINT_URL_DYNAMODB names it, for what is started
 * later; it is closed after the file's tests.
 */
export async function startFaultyDatabase() {
  const faults = new Map<string, () => Fault | undefined>();
  const requests: DatabaseRequest[] = [];
  const proxy = await startFaultProxy(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "", (request) => {
    requests.push(request);
    return faults.get(request.operation)?.();
  });
  process.env.AWS_ENDPOINT_URL_DYNAMODB = proxy.url;
  afterAll(proxy.close);
  const next = (operation: Operation, ...list: Fault[]) => {
    faults.set(operation, () => list.shift());
  };
  return {
    url: proxy.url,
    /** Every request so far. */
    requests,
    /** Breaks the next requests of an operation, one fault each. */
    next,
    /** Breaks as many requests of an operation as the SDK makes of one call. */
    nextCall: (operation: Operation, fault: Fault = serverError) =>
      next(operation, ...Array<Fault>(patience.maxAttempts).fill(fault)),
    /** Breaks every request of an operation like this from now on, or none. */
    fails: (operation: Operation, how?: Fault) => {
      faults.set(operation, () => how);
    },
  };
}
