// What people do, in the words of the pages; stories are told with these.
import { expect } from "./desk.js";

export const pdf = (name) => ({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") });

/** A civil date as date fields take it, some days after the demo's today. */
export async function day(page, after = 0) {
  const shown = await page.locator(".demo-bar time").getAttribute("datetime");
  const at = new Date(`${shown}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + after);
  return at.toISOString().slice(0, 10);
}

/** Fills fields by the procedure's own names, whatever control asks them. */
export async function fill(scope, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const control = scope.locator(`[name="${name}"], [name$=".${name}"], [name$=".${name}.query"]`);
    const kind = await control.first().evaluate((element) => (element.tagName === "SELECT" ? "select" : element.type));
    if (kind === "radio") await control.and(scope.locator(`[value="${value}"]`)).check();
    else if (kind === "checkbox") for (const one of [value].flat()) await control.and(scope.locator(`[value="${one}"]`)).check();
    else if (kind === "select") await control.first().selectOption(value);
    else if (kind === "file") await control.first().setInputFiles(value);
    else await control.first().fill(value);
  }
}

/** Sends the form of a service; the number of the case. */
export async function register(page, service, fields, files = []) {
  await page.goto(`/catalogue/${service}`);
  await fill(page.locator("form.formcol"), fields);
  if (files.length) await page.locator("#f-files").setInputFiles(files);
  await page.getByRole("button", { name: "Enviar solicitud" }).click();
  await expect(page).toHaveURL(/\/requests\/[A-Z]+-\d{4}-\d{6}\/sent$/);
  return page.url().match(/[A-Z]+-\d{4}-\d{6}/)[0];
}

/** Takes a case nobody has: beside the queue, with one click. */
export async function take(page, number) {
  const desk = number.startsWith("REQ") ? "cst" : "mesa-de-servicio";
  await page.goto(`/queue?desk=${desk}&view=unassigned&case=${number}`);
  await page.locator(".q-detail").getByRole("button", { name: /Tomar/ }).click();
}

/** At the desk: chooses one of the permitted answers, gives what it needs, records it. */
export async function answer(page, number, label, fields = {}) {
  // Anew: somebody else may have answered meanwhile.
  await page.goto(`/cases/${number}`);
  const panel = page.locator("#activity");
  const choice = panel.locator("label.choice", { has: page.getByText(label, { exact: true }) });
  await choice.locator("input").check();
  const place = await choice.locator("input").getAttribute("data-n");
  await fill(panel.locator(`.needs[data-n="${place}"]`), fields);
  await panel.getByRole("button", { name: "Registrar respuesta" }).click();
  await expect(page.locator(".summary-err")).toHaveCount(0);
}

/** The first procedure up to where the matrix asks somebody to authorise; the number of the case. */
export async function askAuthorisation(requester, agent, files = []) {
  await requester.goto("/");
  const number = await register(requester, "mesa-de-servicio/vpn", {
    for_whom: "me", equipo: "entidad", placa: "IPT-0961", desde: await day(requester, 7), hasta: await day(requester, 37),
    para_que: "Cargar la información de campo durante la comisión.",
  }, files);
  await take(agent, number);
  await answer(agent, number, "Procede");
  await answer(agent, number, "Clasificada", { class: "requerimiento", componente: "Cliente VPN", priority: "p3" });
  await answer(agent, number, "Completa");
  await answer(agent, number, "Solicitar autorización");
  await expect(activity(agent)).toContainText("Actividad 6");
  return number;
}

/** The activity a case stands in, as the desk's page shows it. */
export const activity = (page) => page.locator("#activity-name");

/** In the portal: one of the answers asked of whoever asked. */
export async function reply(page, number, label, fields = {}, then = label) {
  await page.goto(`/requests/${number}`);
  const closed = page.locator("details:not([open]) > summary", { hasText: label });
  if (await closed.count()) await closed.first().click();
  const form = page.locator("form", { has: page.getByRole("button", { name: then, exact: true }) });
  await fill(form.first(), fields);
  await form.first().getByRole("button", { name: then, exact: true }).click();
  await expect(page.locator(".summary-err")).toHaveCount(0);
}

/** The decisions of an approver, each from the card. */
export const decide = {
  async approve(page, number, analysis = {}) {
    await page.goto(`/approvals/${number}`);
    await fill(page.locator(".dbar-form"), analysis);
    await page.getByRole("button", { name: "Aprobar", exact: true }).click();
    await decided(page, number);
  },
  async reject(page, number, reason) {
    await page.goto(`/approvals/${number}?step=reject`);
    await page.locator("#f-reason").fill(reason);
    await page.getByRole("button", { name: /Rechazar/ }).click();
    await decided(page, number);
  },
  async notMine(page, number, reason) {
    await page.goto(`/approvals/${number}`);
    await page.getByRole("link", { name: "No soy el aprobador" }).click();
    await page.locator("#f-reason").fill(reason);
    await page.locator("form.step").getByRole("button").click();
    await expect(page.locator("form.step, .dbar-form")).toHaveCount(0);
  },
};

/** The card can no longer be decided. */
async function decided(page, number) {
  await expect(page.locator("form.step")).toHaveCount(0);
  await page.goto(`/approvals/${number}`);
  await expect(page.locator(".dbar-form")).toHaveCount(0);
}
