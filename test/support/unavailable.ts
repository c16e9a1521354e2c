/** The answer of an endpoint while something that it needs can't answer. */
export const unavailable = {
  status: 503,
  headers: {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Retry-After": "5",
  },
  body: {
    data: null,
    message: "The service can't answer right now. Try again in 5 seconds.",
    status: "error",
  },
};
