// Lighthouse on the running demo, signed in: `cargo xtask lighthouse`. The portal's home as a requester,
// the queue and a case as an agent, each as on a telephone and as on a desktop; performance is the median
// of the runs (LIGHTHOUSE_RUNS, 5 unless told otherwise). SEO is not judged: no page is meant to be found.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "@playwright/test";
import { launch } from "../kit/chromium.js";
import { serve } from "../kit/program.js";

const LEAST = 95, HEAVIEST = 150_000;
const RUNS = Number(process.env.LIGHTHOUSE_RUNS ?? 5);
const CATEGORIES = ["performance", "accessibility", "best-practices"];

const firstCase = async (page) => {
  await page.goto("/queue?view=all");
  return `/cases/${await page.locator(".qr > a").first().getAttribute("id")}`;
};
const PAGES = [
  { name: "portal", login: "laura.rojas", at: () => "/" },
  { name: "queue", login: "diana.ospina", at: () => "/queue" },
  { name: "case", login: "diana.ospina", at: firstCase },
];

const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function judge(url, port, desktop) {
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, []]));
  const problems = new Set();
  let bytes = 0;
  for (let run = 0; run < RUNS; run++) {
    // Lighthouse empties the cache and leaves the cookies: each look is a first one, signed in.
    const flags = { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES };
    const { lhr } = await lighthouse(url, flags, desktop ? desktopConfig : undefined);
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    for (const name of CATEGORIES) scores[name].push(Math.round(lhr.categories[name].score * 100));
    const fetched = lhr.audits["network-requests"].details.items;
    bytes = Math.max(bytes, fetched.reduce((sum, one) => sum + (one.transferSize ?? 0), 0));
    for (const item of lhr.audits["render-blocking-resources"]?.details?.items ?? [])
      if (/\.js(\?|$)/.test(item.url)) problems.add(`a script blocks: ${item.url}`);
    for (const item of lhr.audits["uses-long-cache-ttl"]?.details?.items ?? [])
      if (/\/assets\//.test(item.url)) problems.add(`not kept by the browser: ${item.url}`);
    for (const name of CATEGORIES.slice(1))
      for (const { id, weight } of lhr.categories[name].auditRefs)
        if (weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1) problems.add(`${name}: ${lhr.audits[id].title}`);
  }
  return { scores: Object.fromEntries(CATEGORIES.map((name) => [name, median(scores[name])])), bytes, problems: [...problems] };
}

const data = await mkdtemp(join(tmpdir(), "ventanilla-lighthouse-"));
const program = await serve(join(data, "demo"));
let good = true;
try {
  for (const { name, login, at } of PAGES) {
    const port = await freePort();
    const context = await chromium.launchPersistentContext(join(data, name), {
      executablePath: launch.executablePath, baseURL: program.address, locale: "es-CO",
      args: [...launch.args, `--remote-debugging-port=${port}`],
    });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.locator("[name=login]").fill(login);
    await page.locator("[name=password]").fill("ventanilla");
    await page.locator("main button[type=submit]").click();
    await page.waitForURL((url) => !url.pathname.includes("sign-in"));
    const url = program.address + await at(page);
    await page.close();
    for (const desktop of [false, true]) {
      const { scores, bytes, problems } = await judge(url, port, desktop);
      const fits = CATEGORIES.every((category) => scores[category] >= LEAST) && bytes <= HEAVIEST;
      good &&= fits;
      console.log(`${fits ? "ok  " : "LOW "} ${name}, ${desktop ? "desktop" : "telephone"}: ${CATEGORIES.map((category) => `${category} ${scores[category]}`).join(", ")}, ${Math.round(bytes / 1000)} KB`);
      for (const problem of problems) console.log(`       ${problem}`);
    }
    await context.close();
  }
} finally {
  await program.stop();
  await rm(data, { recursive: true, force: true });
}
process.exitCode = good ? 0 : 1;
