import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { newFolder, run, spawnCommand } from "../../support/command.ts";
import { close, listen } from "../../support/http.ts";
import { fullKeyRing } from "../../support/key-rings.ts";
import { dockerInVm, fakes, place, samScript, type Told } from "./sam/fakes.ts";

jest.setTimeout(120_000);

const KEY_RING = JSON.stringify(fullKeyRing);

/** What a shell may hold that no container must see, or that would take the place of a function's variable. */
const shell = {
  AWS_ACCESS_KEY_ID: "real",
  AWS_SECRET_ACCESS_KEY: "real",
  AWS_SESSION_TOKEN: "real",
  AWS_PROFILE: "real",
  AWS_REGION: "eu-central-1",
  TABLE_NAME: "real",
};

const templateOf = ({ args }: Told) =>
  readFileSync(args[args.indexOf("--template") + 1] ?? "", "utf8");

describe("npm run sam", () => {
  test("runs sam until Ctrl-C, with the database open, and stops both cleanly", async () => {
    const folder = newFolder();
    const { env, told } = fakes();
    const child = spawnCommand("sam.ts", folder, [], { ...shell, ...env, PORT: "0", KEY_RING });
    process.once("exit", () => child.kill());
    const ended = once(child, "close");
    let output = "";
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      output += chunk;
      if (output.includes("sam listens")) break;
    }
    const [, port = ""] =
      /starts the API key service at http:\/\/localhost:(\d+)/.exec(output) ?? [];
    expect(told().args).toEqual([
      ...["local", "start-api", "--port", port, "--warm-containers", "LAZY"],
      ...["--template", join(folder, ".local/sam/template.json")],
      ...["--add-host", "host.docker.internal:host-gateway"],
    ]);

    const { stderr } = await run("start.ts", folder, [], { PORT: "0" });
    expect(stderr).toContain(`Another process uses ${join(folder, ".local/dynamodb")}.`);

    child.kill("SIGINT");
    child.kill("SIGINT"); // one from the terminal, one from npm
    for await (const chunk of child.stdout) output += chunk;
    const [code, signal] = await ended;
    expect([0, "SIGINT"]).toContain(signal ?? code); // the second one may come when all is done
    expect(output).toMatch(/sam listens\nstopped\n$/);
  });

  test("gives sam no credentials but made-up ones, and the key ring in no file", async () => {
    const folder = newFolder();
    const { env, told } = fakes();
    await run("sam.ts", folder, ["invoke", "view"], { ...shell, ...env, KEY_RING });
    const names = Object.keys(told().env).filter((name) => /^AWS_|KEY_RING|TABLE/.test(name));
    expect(Object.fromEntries(names.map((name) => [name, told().env[name]]))).toEqual({
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      KEY_RING,
    });
    expect(templateOf(told())).not.toContain(fullKeyRing.root);
  });
});

describe("npm run sam -- invoke", () => {
  test("runs one function on a call of the demo user, and prints what sam prints", async () => {
    const { env, told } = fakes();
    const { code, stdout, stderr } = await run("sam.ts", newFolder(), ["invoke", "view"], env);
    expect([code, stdout, stderr]).toEqual([0, '{"statusCode": 200}\n', ""]);
    expect(told().args.slice(0, 5)).toEqual(["local", "invoke", "View", "--event", "-"]);
    expect(JSON.parse(told().input)).toMatchObject({
      routeKey: "GET /api/v1/users/{user_id}/api_key",
      pathParameters: { user_id: "me" },
      headers: { authorization: expect.stringMatching(/^Bearer clara_user_/) },
    });
  });

  test("hands an event file on to sam", async () => {
    const { env, told } = fakes();
    await run("sam.ts", newFolder(), ["invoke", "reset", "-e", "event.json"], env);
    expect(told().args.slice(0, 5)).toEqual(["local", "invoke", "Reset", "--event", "event.json"]);
  });
});

describe("npm run sam ends with one clear line and exit code 1", () => {
  const sam = samScript("SAM CLI, version 1.170.0");

  test.each([
    [
      "without Docker",
      { sam },
      "npm run sam needs Docker, and there is none. npm start needs none.",
    ],
    [
      "if Docker does not run",
      { sam, docker: "console.error('Cannot connect.\\nMore.'); process.exit(1)" },
      "Docker does not answer. Start it, then try again. (Cannot connect.)",
    ],
    [
      "without sam",
      { docker: dockerInVm },
      "npm run sam needs the AWS SAM CLI, 1.147.1 or newer: pip install aws-sam-cli",
    ],
    [
      "if sam is too old by its last number",
      { docker: dockerInVm, sam: samScript("SAM CLI, version 1.147.0") },
      "sam 1.147.0 does not know Lambda's Node 24: update the AWS SAM CLI to 1.147.1 or newer.",
    ],
    [
      "if sam is too old by its second number, though its last is higher",
      { docker: dockerInVm, sam: samScript("SAM CLI, version 1.99.9") },
      "sam 1.99.9 does not know Lambda's Node 24: update the AWS SAM CLI to 1.147.1 or newer.",
    ],
  ])("%s", async (_case, programs, line) => {
    const { env, wasRun } = place(programs);
    const { code, stdout, stderr } = await run("sam.ts", newFolder(), [], { ...env, PORT: "0" });
    expect([code, stdout, stderr]).toEqual([1, "", `${line}\n`]);
    expect(wasRun()).toBe(false);
  });

  test("if sam fails", async () => {
    const { env } = fakes({ exitCode: 3 });
    const { code, stderr } = await run("sam.ts", newFolder(), ["invoke", "view"], env);
    expect([code, stderr]).toEqual([1, "sam ended with exit code 3.\n"]);
  });

  test("if the port is taken", async () => {
    const { server, url } = await listen(() => {});
    const { port } = new URL(url);
    const { env, wasRun } = fakes();
    const { code, stderr } = await run("sam.ts", newFolder(), [], { ...env, PORT: port });
    const line = `Port ${port} is taken. Choose another one: PORT=3001 npm run sam\n`;
    expect([code, stderr, wasRun()]).toEqual([1, line, false]);
    await close(server);
  });

  test("if there is no such function, naming those that there are", async () => {
    const { code, stderr } = await run("sam.ts", newFolder(), ["invoke", "show"], fakes().env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^There is no function "show", only [a-z, ]*view, reset[a-z, ]*\.\n$/);
  });

  test.each([[["start"]], [["invoke"]], [["invoke", "view", "reset"]], [["-e", "event.json"]]])(
    "for %j",
    async (args) => {
      const { code, stderr } = await run("sam.ts", newFolder(), args, fakes().env);
      expect([code, stderr]).toEqual([
        1,
        "Say nothing more, or invoke and one function. Try --help.\n",
      ]);
    },
  );
});

test("npm run sam -- --help names every variable it reads", async () => {
  const { code, stdout } = await run("sam.ts", newFolder(), ["--help"]);
  expect(code).toBe(0);
  for (const name of ["PORT", "KEY_RING", "AWS_ENDPOINT_URL_DYNAMODB", "invoke FUNCTION"]) {
    expect(stdout).toContain(name);
  }
});

test("npm knows the command", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(scripts.sam).toBe("node infra/local/sam.ts");
});
