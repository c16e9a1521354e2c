import { describe, expect, test } from "@jest/globals";
import { bridgeOrLoopback } from "../../../../infra/local/sam/docker.ts";

describe("the embedded database listens", () => {
  test.each([
    ["on the bridge of Docker, where this machine has it", ["172.17.0.1"], "172.17.0.1"],
    ["on the one of its addresses that this machine has", ["fd00::1", "172.17.0.1"], "172.17.0.1"],
    ["on loopback, where the bridge is in a virtual machine", ["192.168.65.1"], "127.0.0.1"],
    ["on loopback, where the bridge has no address", [""], "127.0.0.1"],
  ])("%s", (_case, gateways, address) => {
    expect(bridgeOrLoopback(gateways, ["127.0.0.1", "192.0.2.7", "172.17.0.1"])).toBe(address);
  });
});
