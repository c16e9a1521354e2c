import type { APIGatewayProxyEventV2 } from "aws-lambda";

interface Request {
  method?: string;
  path?: string;
  routePath?: string;
  pathParameters?: Record<string, string>;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
}

/**
 * An event as `sam local start-api` 1.170.0 hands it to a function, taken from a function that returned it: names
 * of headers in Title-Case, repeated headers joined by commas, `Cookie` kept among them, an empty body as "".
 */
export function samEvent({
  method = "GET",
  path = "/api/v1/users/me/api_key",
  routePath = "/api/v1/users/{user_id}/api_key",
  pathParameters = { user_id: "me" },
  headers = {},
  cookies = [],
  body = "",
}: Request): APIGatewayProxyEventV2 {
  const event = {
    body,
    cookies,
    headers: {
      Accept: "*/*",
      Host: "localhost:3000",
      "User-Agent": "curl/7.88.1",
      "X-Forwarded-Port": "3000",
      "X-Forwarded-Proto": "http",
      ...headers,
    },
    isBase64Encoded: false,
    pathParameters,
    rawPath: path,
    rawQueryString: "",
    requestContext: {
      accountId: "123456789012",
      apiId: "1234567890",
      domainName: "localhost",
      domainPrefix: "localhost",
      http: {
        method,
        path,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "Custom User Agent String",
      },
      requestId: "1930f616-3145-4e7d-84cc-0c85fdb0e5a5",
      routeKey: `${method} ${routePath}`,
      stage: "$default",
      time: "22/Nov/2026:02:11:47 +0000",
      timeEpoch: 1795313507,
    },
    routeKey: `${method} ${routePath}`,
    stageVariables: null,
    version: "2.0",
  };
  return event as unknown as APIGatewayProxyEventV2; // whose types know no null
}
