// Each main task once more by somebody who has no mouse: only keys, and the focus is never lost.
import { expect, people, test } from "../kit/desk.js";
import { choose, leave, pick, press, to, use, write } from "../kit/keyboard.js";
import { activity, answer, askAuthorisation, register, take } from "../kit/tasks.js";

const failure = { for_whom: "me", cuenta: "laura.rojas@ipt.example", description: "No me llega el correo desde ayer a las tres." };
const classified = { class: "incidente", componente: "Buzón de correo", priority: "p3" };
/** A field by the procedure's own name for it. */
const field = (scope, name) => scope.locator(`[name="${name}"], [name$=".${name}"]`).locator("visible=true").first();
const choice = (page, label) => page.locator("#activity label.choice", { has: page.getByText(label, { exact: true }) }).locator("input");

test("somebody signs in, finds the service and registers a request", async ({ as }) => {
  const laura = await as("nobody");
  await laura.goto("/sign-in");
  await write(laura, laura.getByLabel("Usuario"), people.requester);
  await write(laura, laura.getByLabel("Contraseña"), "ventanilla");
  await leave(laura, "Enter");
  // The first Tab of a page leads past what stands on every page.
  await press(laura, "Tab");
  await expect(laura.locator(".skip")).toBeFocused();
  await write(laura, laura.locator("main input[name=q]").first(), "correo");
  await leave(laura, "Enter");
  await use(laura, laura.locator("main a[href='/catalogue/mesa-de-servicio/falla_correo']").first());
  await choose(laura, laura.locator("[name=for_whom][value=me]"));
  await write(laura, field(laura, "cuenta"), failure.cuenta);
  // Sent too early, the page says what is missing, has the focus there and leads to the field.
  await use(laura, laura.getByRole("button", { name: "Enviar solicitud" }));
  await expect(laura.getByRole("alert")).toBeFocused();
  await expect(laura).toHaveTitle(/^Error:/);
  await to(laura, laura.locator(".summary-err a").first());
  await press(laura, "Enter");
  await write(laura, field(laura, "description"), failure.description);
  await use(laura, laura.getByRole("button", { name: "Enviar solicitud" }));
  await expect(laura).toHaveURL(/\/sent$/);
});

test("an agent takes a case and answers its activity with the keys of the desk", async ({ as }) => {
  const number = await register(await as("requester"), "mesa-de-servicio/falla_correo", failure);
  const agent = await as("agent");
  await agent.goto(`/queue?desk=mesa-de-servicio&view=unassigned&case=${number}`);
  await press(agent, "j");
  await leave(agent, "a");
  await agent.goto(`/cases/${number}`);
  await press(agent, "s");
  await expect(agent.locator("#activity :focus")).toHaveAttribute("name", "answer");
  await choose(agent, choice(agent, "Procede"));
  await leave(agent, "Control+Enter");
  await expect(agent.getByRole("status").filter({ hasText: "Quedó registrada su respuesta." })).toBeVisible();
  await expect(activity(agent)).toContainText("Actividad 3");
  // What one writes to the requester, and what only the desk reads.
  await press(agent, "n");
  await expect(agent.locator("#message")).toBeFocused();
  await agent.keyboard.type("Parece la cuota del buzón.");
  await leave(agent, "Control+Enter");
  await expect(agent.locator("#conversation")).toContainText("Parece la cuota del buzón.");
});

test("an agent goes through the queue from case to case", async ({ as }) => {
  const agent = await as("agent");
  await agent.goto("/queue?desk=mesa-de-servicio&view=all");
  await press(agent, "j");
  const first = await agent.locator(".qr a:focus").getAttribute("id");
  await press(agent, "j");
  const second = await agent.locator(".qr a:focus").getAttribute("id");
  expect(second).not.toBe(first);
  await press(agent, "k");
  await leave(agent, "Enter");
  await leave(agent, "o");
  await expect(agent).toHaveURL(new RegExp(`/cases/${first}`));
  await leave(agent, "j");
  await expect(agent).toHaveURL(new RegExp(`/cases/${second}`));
  await leave(agent, "k");
  await expect(agent).toHaveURL(new RegExp(`/cases/${first}`));
});

test("an approver decides with the keyboard, and the agent's open page hears of it", async ({ as }) => {
  const laura = await as("requester"), agent = await as("agent");
  const number = await askAuthorisation(laura, agent);
  await agent.goto(`/cases/${number}`);
  await agent.locator("#message").fill("Escribo mientras esperamos.");

  const beatriz = await as("approver");
  await beatriz.goto("/approvals");
  await use(beatriz, beatriz.locator(`a[href='/approvals/${number}']`));
  for (const name of ["finalidad", "impacto", "viabilidad", "politica"])
    await write(beatriz, field(beatriz, name), "Trabajo de campo");
  await use(beatriz, beatriz.getByRole("button", { name: "Aprobar", exact: true }));
  await beatriz.goto(`/approvals/${number}`);
  await expect(beatriz.locator(".dbar-form")).toHaveCount(0);

  // Its answers are renewed, and what was being written still there.
  await expect(choice(agent, "Escalar")).toBeVisible();
  await expect(agent.locator("#message")).toHaveValue("Escribo mientras esperamos.");
});

test("a specialist reports what was done", async ({ as }) => {
  const number = await register(await as("requester"), "mesa-de-servicio/falla_correo", failure), agent = await as("agent");
  await take(agent, number);
  await answer(agent, number, "Procede");
  await answer(agent, number, "Clasificada", classified);
  await answer(agent, number, "Completa", { alcance: "usuario", afectados: "Laura Ximena Rojas Peña" });
  await answer(agent, number, "Escalar", { grupo: "infraestructura", asignado: "viviana.sotelo" });

  const viviana = await as("specialist");
  await viviana.goto("/queue?desk=mesa-de-servicio&view=mine");
  await use(viviana, viviana.locator(`[id='${number}']`));
  await leave(viviana, "o");
  await press(viviana, "s");
  await choose(viviana, choice(viviana, "Reportar atención"));
  await write(viviana, field(viviana, "solucion"), "Se liberó la cuota y el correo llega de nuevo.");
  await leave(viviana, "Control+Enter");
  await expect(activity(viviana)).toContainText("Actividad 9");
});

test("a coordinator gives a case to somebody else", async ({ as }) => {
  const ricardo = await as("coordinator");
  await ricardo.goto("/board");
  const reassign = ricardo.locator("a[href*='what=assign']").first();
  const number = new URL(await reassign.getAttribute("href"), ricardo.url()).searchParams.get("case");
  await use(ricardo, reassign);
  await pick(ricardo, ricardo.getByLabel("Asignado a"), "Viviana");
  await write(ricardo, ricardo.getByLabel("Motivo"), "Reparto de la carga");
  await use(ricardo, ricardo.locator(".marked-form button.btn"));
  await use(ricardo, ricardo.locator(".marked button.primary"));
  await expect(ricardo).toHaveURL(/\/queue/);
  await ricardo.goto(`/cases/${number}`);
  await expect(ricardo.locator("#case-side")).toContainText("Viviana");
});
