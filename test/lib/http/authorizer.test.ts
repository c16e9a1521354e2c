import { afterAll, expect, test } from "@jest/globals";
import { startFaultyDatabase } from "../../support/faulty-database.ts";
import { close } from "../../support/http.ts";
import { startService } from "../../support/service.ts";
import { newUser } from "../../support/users.ts";

const database = await startFaultyDatabase(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "");
process.env.AWS_ENDPOINT_URL_DYNAMODB = database.url;
afterAll(() => close(database.server));

const service = await startService();

test("during an outage nobody is refused: the authorizer fails, and passes a live key after it", async () => {
  const token = (await newUser(service).reset()).body.data?.token;
  const ask = () =>
    service.authorize({
      version: "2.0",
      type: "REQUEST",
      routeArn: "arn:aws:execute-api:x",
      headers: { authorization: `Bearer ${token}` },
    });
  const fault = { kind: "error", status: 500, type: "InternalServerError" } as const;
  database.next("GetItem", fault, fault, fault);
  await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
  expect(await ask()).toMatchObject({ isAuthorized: true });
});
