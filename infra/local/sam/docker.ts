import { execFile } from "node:child_process";
import { networkInterfaces } from "node:os";
import { promisify } from "node:util";
import { CommandError } from "../../command.ts";

const NO_DOCKER = "npm run sam needs Docker, and there is none. npm start needs none.";

/**
 * The address at which containers, and no other machine, reach a server of this one.
 *
 * @throws CommandError if Docker is missing or does not run
 */
export async function addressForContainers(): Promise<string> {
  const gateways = await docker("{{range .IPAM.Config}}{{println .Gateway}}{{end}}");
  const addresses = Object.values(networkInterfaces()).flat();
  const own = addresses.flatMap((mine) => (mine?.family === "IPv4" ? mine.address : []));
  return bridgeOrLoopback(gateways.split("\n"), own);
}

/**
 * The bridge's address, where Docker runs on this machine itself; loopback where it runs in a virtual machine, as
 * Docker Desktop does, which forwards `host.docker.internal` to there.
 *
 * @param gateways of the network that Docker puts containers in
 * @param own the addresses of this machine
 */
export function bridgeOrLoopback(gateways: readonly string[], own: readonly string[]): string {
  return gateways.find((gateway) => own.includes(gateway)) ?? "127.0.0.1";
}

/** What Docker says of the network that it puts containers in. */
async function docker(format: string): Promise<string> {
  try {
    const args = ["network", "inspect", "bridge", "--format", format];
    return (await promisify(execFile)("docker", args)).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new CommandError(NO_DOCKER);
    const reason = stderr?.trim().split("\n")[0] || `exit code ${code}`;
    throw new CommandError(`Docker does not answer. Start it, then try again. (${reason})`);
  }
}
