import { describe, expect, test } from "@jest/globals";
import { startService } from "../support/service.ts";
import { newUserId, userToken } from "../support/tokens.ts";

const { view, reset } = await startService();

test("x", async () => {
  const u = newUserId();
  const authorization = `Bearer ${userToken(u)}`;
  console.log(await view({ path: u, authorization }), await reset({ path: u, authorization }), await view({ path: "me", authorization }));
  console.log(await view({ path: "me"}));
});
