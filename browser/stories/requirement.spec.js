// The second procedure of the demo, each of its roles: a requirement is approved by somebody the
// requester chose, solved by a specialist and judged in the survey; it is sent back, rejected, asked again.
import { expect, test } from "../kit/desk.js";
import { activity, answer, day, decide, pdf, register, reply, take } from "../kit/tasks.js";

const mailbox = { for_whom: "me", cuenta: "laura.rojas@ipt.example", para_que: "El buzón se llenó con los planos del convenio.", approver: "beatriz.noguera" };
const categorised = { item: "buzon", category: "correo", priority: "p4", impacto: "bajo", urgencia: "media" };

/** A registered requirement, up to the question whether it needs an approval. */
async function verified(laura, agent) {
  const number = await register(laura, "cst/buzon", mailbox);
  await take(agent, number);
  await answer(agent, number, "Es un requerimiento");
  await answer(agent, number, "Categoría y prioridad confirmadas", categorised);
  return number;
}

async function sentToApprover(laura, agent) {
  const number = await verified(laura, agent);
  await answer(agent, number, "Cumple requisitos");
  await answer(agent, number, "Requiere aprobación");
  await answer(agent, number, "El aprobador es correcto: enviar");
  await expect(activity(agent)).toContainText("Actividad 12");
  return number;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    const options = { javaScriptEnabled };

    test("a requirement is approved, solved, and judged in the survey", async ({ as }) => {
      const laura = await as("requester", options), agent = await as("agent");
      const number = await sentToApprover(laura, agent);
      const beatriz = await as("approver", options);
      await decide.approve(beatriz, number);

      await agent.goto(`/cases/${number}`);
      await expect(activity(agent)).toContainText("Actividad 13");
      await agent.locator("summary", { hasText: "Acciones" }).click();
      await agent.getByRole("link", { name: "Asignar", exact: true }).click();
      await agent.locator("#assign").getByLabel(/Asignado a/).selectOption("viviana.sotelo");
      await agent.locator("#assign").getByLabel(/Grupo/).selectOption("infraestructura");
      await agent.locator("#assign").getByLabel(/Motivo/).fill("Lo atiende quien administra el correo.");
      await agent.locator("#assign").getByRole("button", { name: "Asignar" }).click();

      const viviana = await as("specialist");
      await answer(viviana, number, "Diagnosticado y documentado");
      await answer(viviana, number, "No requiere un cambio");
      await answer(viviana, number, "Resolver", { detalle: "Se amplió la cuota a 50 GB y se probó con la usuaria.", evidencias: [pdf("Prueba.pdf")] });

      await laura.goto(`/requests/${number}`);
      await expect(laura.locator("main")).toContainText("¿Qué tan satisfecho quedó");
      await laura.getByRole("radio", { name: "Muy satisfecho", exact: true }).check({ force: true });
      await laura.locator("#survey").getByRole("textbox").fill("Todo claro y a tiempo.");
      await laura.locator("#survey").getByRole("button").click();
      await expect(laura.locator("main")).not.toContainText("¿Qué tan satisfecho quedó");
    });

    test("what is missing is asked for and sent in time", async ({ as }) => {
      const laura = await as("requester", options), agent = await as("agent");
      const number = await verified(laura, agent);
      await answer(agent, number, "No cumple o requiere aclaraciones", { lista: "Tamaño que necesita\nVisto bueno del jefe" });
      await answer(agent, number, "Solicitar la información al usuario");

      await laura.goto("/");
      await expect(laura.locator("main")).toContainText("Envíe la información que falta");
      await laura.goto(`/requests/${number}`);
      for (const item of ["Tamaño que necesita", "Visto bueno del jefe"]) await expect(laura.locator("main")).toContainText(item);
      await reply(laura, number, "Enviar la información", { comentario: "50 GB; el visto bueno va en el correo anterior." });
      await agent.goto(`/cases/${number}`);
      await expect(activity(agent)).toContainText("Actividad 4");
    });

    test("a rejection gives its reason, and the requester asks again", async ({ as }) => {
      const laura = await as("requester", options), agent = await as("agent");
      const number = await sentToApprover(laura, agent);
      const beatriz = await as("approver", options);
      await beatriz.goto(`/approvals/${number}`);
      await beatriz.getByRole("link", { name: /Rechazar/ }).click();
      // Without a reason nothing is decided.
      await beatriz.getByRole("button", { name: /Rechazar/ }).click();
      await expect(beatriz.locator(".summary-err")).toBeVisible();
      await decide.reject(beatriz, number, "Ya tiene 50 GB asignados desde octubre.");

      await laura.goto(`/requests/${number}`);
      await expect(laura.locator("main")).toContainText("Ya tiene 50 GB asignados desde octubre.");
      await laura.getByRole("link", { name: /Volver a solicitar/ }).click();
      await expect(laura.locator("[name='form.cuenta']")).toHaveValue("laura.rojas@ipt.example");
      await laura.locator("[name='form.justificacion']").fill("Los 50 GB se llenaron con los planos del convenio nuevo.");
      await laura.locator("[name=approver][value='beatriz.noguera']").check();
      await laura.getByRole("button", { name: "Enviar solicitud" }).click();
      await expect(laura).toHaveURL(/\/sent$/);
    });

    test("an approver who is not the right one says so", async ({ as }) => {
      const laura = await as("requester", options), agent = await as("agent");
      const number = await sentToApprover(laura, agent);
      const beatriz = await as("approver", options);
      await decide.notMine(beatriz, number, "Le corresponde a la Subdirección Financiera.");
      await agent.goto(`/cases/${number}`);
      await expect(activity(agent)).toContainText("Actividad 11");
      await answer(agent, number, "Aprobador escogido", { aprobador: "gladys.pinzon", razon: "Es quien administra las licencias." });
      await answer(agent, number, "El aprobador es correcto: enviar");
      await expect(activity(agent)).toContainText("Actividad 12");
    });

    test("a substitute decides for the one who is absent, and the card says so", async ({ as }) => {
      const hernan = await as("substitute", options);
      await hernan.goto("/approvals");
      await expect(hernan.locator("main")).toContainText("Como suplente de Martha Lucía Cárdenas Gil");
      await hernan.locator("li", { hasText: "Como suplente de" }).getByRole("link").first().click();
      await expect(hernan.locator(".stand-in").first()).toContainText("suplente de Martha Lucía Cárdenas Gil");
      const number = hernan.url().match(/[A-Z]+-\d{4}-\d{6}/)[0];
      await decide.approve(hernan, number);
      await hernan.goto("/approvals");
      await expect(hernan.locator(`a[href='/approvals/${number}']`)).toHaveCount(0);
    });

    test("an approver names who decides while away", async ({ as }) => {
      const german = await as("director", options);
      const from = javaScriptEnabled ? 10 : 40;
      await german.goto("/absences");
      await german.getByLabel("Primer día").fill(await day(german, from));
      await german.getByLabel("Último día").fill(await day(german, from + 5));
      await german.getByLabel("Quién decide mientras tanto").fill("gloria.baron");
      await german.locator("button[name=find]").click();
      await expect(german.locator(".person")).toContainText("Gloria Inés Barón");
      await german.getByRole("button", { name: "Registrar ausencia" }).click();
      await expect(german.locator(".aplist")).toContainText("Gloria Inés Barón");
    });
  });
}

test("an incident goes to its own procedure", async ({ as }) => {
  const laura = await as("requester"), agent = await as("agent");
  const number = await register(laura, "cst/otro", { for_whom: "me", description: "Nadie de este piso puede entrar al aplicativo de nómina." });
  await take(agent, number);
  await answer(agent, number, "Es un incidente");
  await laura.goto(`/requests/${number}`);
  await expect(laura.locator("main")).toContainText("Incidentes");
});
