import { expect, test } from "@jest/globals";
import { startFaultyDatabase } from "../../support/faulty-database.ts";
import { startService } from "../../support/service.ts";
import { newUser } from "../../support/users.ts";

const database = await startFaultyDatabase();
const service = await startService();

test("a bug is one line in the log, as every other refusal is", async () => {
  const token = (await newUser(service).reset()).body.data?.token;
  const event = { type: "TOKEN", methodArn: "arn", authorizationToken: `Bearer ${token}` };
  database.next("GetItem", { kind: "error", status: 400, type: "AccessDeniedException" });
  await expect(service.authorize(event)).rejects.toThrow();
  expect(service.logged.at(-1)).toMatchObject({
    event: "refusal",
    status: 500,
    cause: expect.stringContaining("AccessDeniedException"),
  });
});

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
