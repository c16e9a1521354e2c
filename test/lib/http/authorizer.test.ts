import { expect, test } from "@jest/globals";
import { startFaultyDatabase } from "../../support/faulty-database.ts";
import { startService } from "../../support/service.ts";
import { newUser } from "../../support/users.ts";

const database = await startFaultyDatabase();
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
  database.nextCall("GetItem");
  await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
  expect(await ask()).toMatchObject({ isAuthorized: true });
});
