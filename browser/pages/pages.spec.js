// Every page of the route table, as each role that may open it sees it: nothing axe can find (WCAG 2.2
// AA), nothing wider than the screen, in both themes and both widths.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "../kit/desk.js";
import { isOf, shown } from "../kit/routes.js";
import { askAuthorisation, pdf } from "../kit/tasks.js";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** As it is, in each page: a builder around it opens a second page for each look. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1280, height: 900 }, PHONE = { width: 360, height: 740 }, NARROW = { width: 320, height: 740 };
/** What is left of a wide screen at 200 %. */
const ZOOMED = { width: 640, height: 450 };

/** A link of a page, for addresses that only the demo's own cases have. */
const link = (from, selector) => async (page) => {
  await page.goto(from);
  return page.locator(selector).first().getAttribute("href");
};
const caseAt = (from) => async (page) => {
  await page.goto(from);
  return `/cases/${await page.locator(".qr > a").first().getAttribute("id")}`;
};
const ownRequest = (rest = "") => async (page) => `${await link("/requests", "main a[href^='/requests/REQ']")(page)}${rest}`;
const fileOf = (area) => async (page) => {
  // Somewhere among the first cases of the list somebody attached a file.
  const lists = { requests: "/requests", cases: "/queue?desk=cst&view=all" };
  await page.goto(lists[area]);
  const found = area === "cases"
    ? await page.locator(".qr > a").evaluateAll((all) => all.map((row) => `/cases/${row.id}`))
    : await page.locator(`main a[href^='/${area}/']`).evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  for (const address of found) {
    await page.goto(address);
    const file = page.locator(`a[href*='/files/']`);
    if (await file.count()) return file.first().getAttribute("href");
  }
  throw new Error(`no file in ${lists[area]}`);
};
/** The letter of a case that came by mail. */
const letterOf = (area) => async (page) => {
  await page.goto(area === "requests" ? "/requests" : "/queue?desk=mesa-de-servicio&view=all");
  const found = area === "requests"
    ? await page.locator("main a[href^='/requests/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")))
    : await page.locator(".qr > a").evaluateAll((all) => all.map((row) => `/cases/${row.id}`));
  for (const address of found) {
    await page.goto(address);
    const letter = page.locator("a[href*='/letters/']");
    if (await letter.count()) return letter.first().getAttribute("href");
  }
  throw new Error("no letter");
};

/** Where each path is looked at, by whom first (both themes and widths), by whom also (once). */
const pages = [
  { path: "/accessibility", first: "nobody", also: ["requester"], at: "/accessibility" },
  { path: "/styleguide", first: "requester", at: "/styleguide" },
  { path: "/sign-in", first: "nobody", at: "/sign-in" },
  { path: "/", first: "requester", also: ["agent", "approver", "auditor"], at: "/" },
  { path: "/catalogue", first: "requester", also: ["agent"], at: "/catalogue" },
  { path: "/catalogue", first: "requester", at: "/catalogue?q=vpn" },
  { path: "/catalogue/unknown", first: "requester", also: ["approver"], at: "/catalogue/unknown" },
  { path: "/catalogue/{desk}/{item}", first: "requester", also: ["agent"], at: "/catalogue/mesa-de-servicio/vpn" },
  { path: "/catalogue/{desk}/{item}", first: "requester", at: "/catalogue/cst/vpn" },
  { path: "/catalogue", called: "what a search finds among articles too", first: "requester", at: "/catalogue?q=impresora" },
  { path: "/knowledge", first: "requester", also: ["agent"], at: "/knowledge" },
  { path: "/knowledge", called: "articles found", first: "requester", at: "/knowledge?q=clave" },
  { path: "/knowledge/{id}", first: "requester", also: ["agent", "approver"], at: "/knowledge/conectarse-a-la-vpn-desde-fuera-de-la-entidad" },
  { path: "/knowledge/{id}", called: "an article past its review", first: "requester", at: "/knowledge/cambiar-la-contrasena-o-desbloquear-el-usuario" },
  { path: "/articles", first: "agent", also: ["specialist", "coordinator"], at: "/articles" },
  { path: "/articles/new", first: "agent", at: "/articles/new" },
  { path: "/articles/{id}", first: "agent", also: ["specialist"], at: "/articles/conectarse-a-la-vpn-desde-fuera-de-la-entidad" },
  { path: "/articles/{id}/edit", first: "coordinator", at: "/articles/conectarse-a-la-vpn-desde-fuera-de-la-entidad/edit" },
  { path: "/articles/{id}/versions/{number}", first: "agent", at: "/articles/conectarse-a-la-vpn-desde-fuera-de-la-entidad/versions/1" },
  { path: "/requests", first: "requester", also: ["specialist", "auditor"], at: "/requests" },
  { path: "/requests/{number}", first: "requester", at: link("/", "main a[href^='/requests/']") },
  { path: "/requests/{number}", called: "a request of the other desk", first: "requester", at: ownRequest() },
  { path: "/requests/{number}/sent", first: "requester", at: ownRequest("/sent") },
  { path: "/queue", first: "agent", also: ["specialist", "coordinator", "security", "director"], at: "/queue" },
  { path: "/queue", first: "agent", at: link("/queue", ".qr > a") },
  { path: "/cases/{number}", first: "agent", also: ["specialist", "coordinator"], at: caseAt("/queue?view=all") },
  { path: "/cases/{number}", called: "a case of the other desk", first: "agent", at: caseAt("/queue?desk=mesa-de-servicio&view=all") },
  { path: "/queue", called: "a queue narrowed and ordered", first: "agent", at: "/queue?view=all&q=vence:semana&sort=priority&cols=due,service" },
  { path: "/queue/marked", first: "agent", at: async (page) => `/queue/marked?what=assign&person=diana.ospina&case=${(await caseAt("/queue?view=all")(page)).split("/").pop()}` },
  { path: "/search", first: "agent", also: ["coordinator"], at: "/search?q=impresora" },
  { path: "/keys", first: "agent", at: "/keys" },
  { path: "/templates", first: "agent", at: "/templates" },
  { path: "/letters", first: "agent", at: "/letters" },
  { path: "/letters/{id}", first: "agent", at: link("/letters", "main a[href^='/letters/']") },
  { path: "/board", first: "coordinator", at: "/board" },
  { path: "/audit", first: "auditor", also: ["coordinator"], at: "/audit" },
  { path: "/evidence", first: "auditor", also: ["coordinator"], at: "/evidence?points=all" },
  { path: "/compliance", first: "auditor", also: ["coordinator"], at: "/compliance" },
  { path: "/register", first: "agent", at: "/register" },
  { path: "/approvals", first: "approver", also: ["substitute", "requester"], at: "/approvals" },
  { path: "/approvals/{number}", first: "approver", also: ["substitute"], at: link("/approvals", ".aplist a") },
  { path: "/approvals/{number}", called: "a card about to be rejected", first: "approver", at: async (page) => `${await link("/approvals", ".aplist a")(page)}?step=reject` },
  { path: "/absences", first: "approver", also: ["requester"], at: "/absences" },
  { path: "/procedures", first: "requester", also: ["agent", "auditor"], at: "/procedures" },
  { path: "/procedures/{procedure}/{version}", first: "requester", also: ["auditor"], at: link("/procedures", "main a[href^='/procedures/']") },
  { path: "/procedures/{procedure}/{version}/readings", first: "requester", at: async (page) => `${(await link("/procedures", "main a[href^='/procedures/']")(page)).split("?")[0]}/readings` },
  { path: "/procedures/{procedure}/{version}/migrate", first: "coordinator", at: async (page) => `${(await link("/procedures", "main a[href^='/procedures/']")(page)).split("?")[0]}/migrate` },
  { path: "/procedures/{procedure}/{version}/diff/{other}", first: "requester", at: async (page) => {
    const [address] = (await link("/procedures", "main a[href^='/procedures/']")(page)).split("?");
    return `${address}/diff/${address.split("/").at(-1)}`;
  } },
  { path: "/requests/{number}/procedure", first: "requester", at: ownRequest("/procedure") },
  { path: "/requests/{number}/explain", first: "requester", at: ownRequest("/explain") },
  { path: "/cases/{number}/procedure", first: "agent", at: async (page) => `${await caseAt("/queue?view=all")(page)}/procedure` },
  { path: "/cases/{number}/explain", first: "agent", at: async (page) => `${await caseAt("/queue?view=all")(page)}/explain` },
  { path: "/demo/outbox", first: "requester", also: ["agent"], at: "/demo/outbox" },
  { path: "/demo/outbox/{letter}", first: "requester", at: link("/demo/outbox", "main a[href^='/demo/outbox/']") },
];

/** What is no page but is fetched from one. */
const fetched = [
  { path: "/requests/{number}/files/{id}", first: "requester", at: fileOf("requests") },
  { path: "/cases/{number}/files/{id}", first: "agent", at: fileOf("cases") },
  { path: "/approvals/{number}/files/{id}", first: "approver", at: async (page, as) => {
    const number = await askAuthorisation(await as("requester"), await as("agent"), [pdf("plano.pdf")]);
    return link(`/approvals/${number}`, "a[href*='/files/']")(page);
  } },
  { path: "/cases/{number}/dossier", first: "agent", at: async (page) => `${await caseAt("/queue?view=all")(page)}/dossier` },
  { path: "/cases/{number}/letters/{id}", first: "agent", at: letterOf("cases") },
  { path: "/requests/{number}/letters/{id}", first: "requester", at: letterOf("requests") },
  { path: "/demo/outbox/{letter}/raw", first: "requester", at: async (page) => {
    // The newest may still be waiting to be written.
    await page.goto("/demo/outbox");
    return `${await page.locator("main a[href^='/demo/outbox/']").last().getAttribute("href")}/raw`;
  } },
  { path: "/audit/log.xes", first: "auditor", at: "/audit/log.xes" },
  { path: "/audit/log.csv", first: "auditor", at: "/audit/log.csv" },
  { path: "/audit/deviations.csv", first: "auditor", at: "/audit/deviations.csv" },
  { path: "/evidence.csv", first: "auditor", at: "/evidence.csv" },
  { path: "/compliance.csv", first: "auditor", at: "/compliance.csv" },
  { path: "/procedures/{procedure}/{version}/file/{format}", first: "requester", at: async (page) => `${(await link("/procedures", "main a[href^='/procedures/']")(page)).split("?")[0]}/file/bpmn` },
];

async function addressOf(entry, page, as) {
  const address = typeof entry.at === "string" ? entry.at : await entry.at(page, as);
  expect(isOf(entry.path, address.split(/[?#]/)[0]), `${address} is of ${entry.path}`).toBe(true);
  return address;
}

/** What axe finds, said so that one sees where. */
async function faults(page) {
  const violations = await page.evaluate(async (values) => {
    const found = await window.axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, any, all, none }) => ({ target, any, all, none })) }));
  }, RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} (${[...node.any, ...node.all, ...node.none][0]?.message ?? ""})`));
}

/** What stands out of the screen, where the page can be moved sideways. */
const wider = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const scrolls = (one) => one && one !== document.body && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > clientWidth + 0.5 && !scrolls(one.parentElement));
  return [`${scrollWidth - clientWidth} px too wide`, ...out.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className} ${one.textContent.trim().slice(0, 30)}`)];
});

async function look(page, entry, all) {
  const address = await addressOf(entry, page);
  const answer = await page.goto(address);
  expect(answer.status()).toBe(200);
  // What is folded is read too.
  await page.evaluate(() => document.querySelectorAll("details:not(.menu)").forEach((one) => { one.open = true; }));
  await page.evaluate(AXE);
  for (const [width, theme] of all ? [[WIDE, "light"], [WIDE, "dark"], [PHONE, "dark"], [PHONE, "light"]] : [[WIDE, "light"]]) {
    await page.setViewportSize(width);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    expect.soft(await faults(page), `${address}, ${width.width} px, ${theme}`).toEqual([]);
  }
  for (const [width, called] of [[NARROW, "at 320 px"], [ZOOMED, "at 200 %"]]) {
    await page.setViewportSize(width);
    expect.soft(await wider(page), `${address} ${called}`).toEqual([]);
  }
}

for (const entry of pages) {
  const where = entry.called ?? (typeof entry.at === "string" ? entry.at : `${entry.path}, one of them`);
  test(`${where} is read by everybody: ${entry.first}`, async ({ as }) => look(await as(entry.first), entry, true));
  for (const role of entry.also ?? []) test(`${where} is read by everybody: ${role}`, async ({ as }) => look(await as(role), entry, false));
}

for (const entry of fetched) {
  test(`${entry.path} gives what it names to the ${entry.first}`, async ({ as }) => {
    const page = await as(entry.first);
    const answer = await page.request.get(await addressOf(entry, page, as));
    expect(answer.status()).toBe(200);
    expect((await answer.body()).length).toBeGreaterThan(0);
    expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
  });
}

test("an open page hears that it is heard", async ({ as }) => {
  const page = await as("agent");
  await page.goto("/queue");
  const heard = await page.evaluate(() => new Promise((resolve) => {
    const source = new EventSource(document.body.dataset.liveFrom);
    source.addEventListener("hello", () => { source.close(); resolve(true); });
  }));
  expect(heard).toBe(true);
});

test("every address of the route table that can be opened is visited", () => {
  // A stream does not end, so it is listened to above instead of fetched.
  const visited = new Set(["/live", ...[...pages, ...fetched].map((entry) => entry.path)]);
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter((path) => !visited.has(path))).toEqual([]);
  expect([...visited].filter((path) => !shown.includes(path)), "paths that are no more").toEqual([]);
});
