// What every story begins with: a desk of its own (one per worker), people who sign in, and an eye on
// the browser that lets no error, no refused policy and no request to another host pass.
import { cp, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { test as base, expect } from "@playwright/test";
import { filled, made, serve } from "./program.js";

export { expect };

/** The people of the demo, by what they do. */
export const people = {
  requester: "laura.rojas",
  agent: "diana.ospina",
  specialist: "viviana.sotelo",
  approver: "beatriz.noguera",
  substitute: "hernan.quiroga",
  coordinator: "ricardo.salcedo",
  security: "natalia.pardo",
  director: "german.ulloa",
  auditor: "wilson.ariza",
};

const PASSWORD = "ventanilla";

export const test = base.extend({
  /** Stories that name another desk get one of their own: those that travel in time. */
  deskName: ["shared", { option: true, scope: "worker" }],

  desk: [async ({ deskName }, use, worker) => {
    const data = resolve(made, `${deskName}-${worker.parallelIndex}-${worker.workerIndex}`);
    await cp(filled, data, { recursive: true, filter: (path) => !path.endsWith(".sock") });
    const program = await serve(data);
    await use({ ...program, sessions: new Map() });
    await program.stop();
    await rm(data, { recursive: true, force: true });
  }, { scope: "worker", timeout: 60_000 }],

  /** `as("agent")` opens a page as that person, `as("nobody")` as a stranger; options are a browser context's (`javaScriptEnabled`, `viewport`). */
  as: async ({ browser, desk }, use) => {
    const seen = [], contexts = [];
    await use(async (who, options = {}) => {
      const storageState = who === "nobody" ? undefined : await session(browser, desk, people[who] ?? who);
      const context = await browser.newContext({ baseURL: desk.address, viewport: { width: 1280, height: 900 }, colorScheme: "light", storageState, ...options });
      contexts.push(context);
      const page = await context.newPage();
      watch(page, desk, seen);
      return page;
    });
    for (const context of contexts) await context.close();
    expect(seen, "what the browser complained about").toEqual([]);
  },
});

/** Signs in once a worker: the password is checked slowly on purpose. */
async function session(browser, desk, login) {
  if (!desk.sessions.has(login)) {
    const context = await browser.newContext({ baseURL: desk.address });
    await signIn(await context.newPage(), login);
    desk.sessions.set(login, await context.storageState());
    await context.close();
  }
  return desk.sessions.get(login);
}

/** Signs in on the sign-in page, as a person does. */
export async function signIn(page, login, from = "/sign-in") {
  await page.goto(from);
  await page.getByLabel("Usuario").fill(login);
  await page.getByLabel("Contraseña").fill(PASSWORD);
  await page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Writes down everything a visitor's browser may not do or say. */
export function watch(page, desk, seen) {
  const note = (what) => seen.push(`${new URL(page.url(), desk.address).pathname}: ${what}`);
  page.on("pageerror", (error) => note(`error: ${error.message}`));
  page.on("console", (said) => {
    // A page refused with a status says so in the console too; statuses are judged below.
    if (["error", "warning"].includes(said.type()) && !said.text().startsWith("Failed to load resource")) note(said.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== desk.address && !["data:", "blob:"].includes(protocol)) note(`asks another host: ${request.url()}`);
  });
  page.on("response", (response) => {
    const whole = response.request().isNavigationRequest();
    if (response.status() >= (whole ? 500 : 400)) note(`${response.status()} from ${response.url()}`);
  });
}
