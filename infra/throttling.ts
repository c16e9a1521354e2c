import { count, type Given, given, object } from "./setting.ts";

/** How often a route may be called: per second on average, and at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

export type Throttling = Readonly<Record<ThrottledRoute, Throttle>>;

type ThrottledRoute = keyof typeof defaultThrottling;

const defaultThrottling = {
  view: { rate: 500, burst: 1000 },
  reset: { rate: 50, burst: 100 },
  revoke: { rate: 50, burst: 100 },
  introspect: { rate: 1000, burst: 2000 },
} satisfies Record<string, Throttle>;

/**
 * Reads the setting `throttling`: what it leaves out keeps its default.
 *
 * @throws SettingError
 */
export function readThrottling(context: Given): Throttling {
  const value = given(context, "throttling") ?? {};
  const routes = object(value, "throttling", Object.keys(defaultThrottling));
  const read = (route: ThrottledRoute): Throttle => {
    const label = `throttling.${route}`;
    const limits = object(routes[route] ?? {}, label, ["rate", "burst"]);
    const { rate, burst } = defaultThrottling[route];
    return {
      rate: count(limits, "rate", `${label}.rate`) ?? rate,
      burst: count(limits, "burst", `${label}.burst`) ?? burst,
    };
  };
  return {
    view: read("view"),
    reset: read("reset"),
    revoke: read("revoke"),
    introspect: read("introspect"),
  };
}
