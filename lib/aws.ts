import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

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

/** What the SDK does with every request, and nobody here makes use of. */
const unusedMiddleware = [
  "getUserAgentMiddleware",
  "loggerMiddleware",
  "recursionDetectionMiddleware",
];

/** A DynamoDB client that puts its middleware together once for all requests, and no more of it than is needed. */
export function openDatabase(region: string): DynamoDBClient {
  const database = new DynamoDBClient({ region, ...patience, cacheMiddleware: true });
  for (const name of unusedMiddleware) database.middlewareStack.remove(name);
  return database;
}
