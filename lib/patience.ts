/** How long a call to AWS may take: three attempts of a second each end well before a function does. */
export const patience = {
  maxAttempts: 3,
  retryMode: "standard",
  requestHandler: {
    connectionTimeout: 500,
    requestTimeout: 1000,
    socketTimeout: 1000, // ends an answer that stalls half-way, which requestTimeout does not
    throwOnRequestTimeout: true,
  },
};
