import {
  type DynamoDBClientResolvedConfig,
  GetItem$,
  GetItemCommand,
  type GetItemCommandInput,
  type GetItemCommandOutput,
  PutItem$,
  type PutItemCommandInput,
  type PutItemCommandOutput,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from "@aws-sdk/client-dynamodb";
import { makeBuilder } from "@smithy/core/client";
import { endpointMiddlewareOptions, getEndpointFromInstructions } from "@smithy/core/endpoints";
import type { Pluggable, SerializeMiddleware } from "@smithy/types";

const command = makeBuilder<DynamoDBClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>(
  {},
  "DynamoDB_20120810",
  "DynamoDBClient",
  endpointOnce,
);

/** The SDK's GetItemCommand, but that DynamoDB's address is found out once. */
export class GetItem extends command<GetItemCommandInput, GetItemCommandOutput>(
  {},
  () => [],
  "GetItem",
  GetItem$,
) {}

/** The SDK's PutItemCommand, but that DynamoDB's address is found out once. */
export class PutItem extends command<PutItemCommandInput, PutItemCommandOutput>(
  {},
  () => [],
  "PutItem",
  PutItem$,
) {}

/**
 * In the place of the SDK's middleware, which works out DynamoDB's address anew for each request. With
 * `cacheMiddleware` all requests of a client have one context, and what it holds stays.
 */
function endpointOnce(config: DynamoDBClientResolvedConfig): Pluggable<object, object> {
  const middleware: SerializeMiddleware<object, object> = (next, context) => async (args) => {
    context.endpointV2 ??= await getEndpointFromInstructions({}, GetItemCommand, { ...config });
    return next(args);
  };
  return { applyToStack: (stack) => stack.addRelativeTo(middleware, endpointMiddlewareOptions) };
}
