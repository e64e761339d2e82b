// The program under test, started as anybody starts its demo.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(import.meta.dirname, "../..");
export const binary = process.env.VENTANILLA ?? resolve(root, "target/debug/ventanilla");

/** Where what the tests make is kept between the programs of one run. */
export const made = resolve(root, "target/browser");
/** A demo filled once; every worker begins with a copy of it. */
export const filled = resolve(made, "filled");

/** Serves the demo in `data` on a free port of this machine, until `stop`. */
export async function serve(data) {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: cargo xtask build`);
  const child = spawn(binary, ["demo", "--data", data], {
    cwd: root,
    env: { ...process.env, VENTANILLA_LISTEN: "127.0.0.1:0", VENTANILLA_LOG: "warn", LANG: "es_CO.UTF-8" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (bytes) => { said += bytes; });
  const ended = once(child, "exit").then(([code, signal]) => code ?? signal);
  const address = await new Promise((found, failed) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const here = line.match(/https?:\/\/\S+/)?.[0];
      if (here) found(here);
    });
    ended.then((how) => failed(new Error(`the program ended at its start (${how}):\n${said}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { address, stop, said: () => said };
}
