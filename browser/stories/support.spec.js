// The first procedure of the demo, each of its roles: a failure is registered, attended and accepted;
// it is not accepted, goes to a specialist who waits for a third party; what is not clear is reported.
import { expect, test } from "../kit/desk.js";
import { activity, answer, day, pdf, register, reply, take } from "../kit/tasks.js";

const failure = { for_whom: "me", cuenta: "laura.rojas@ipt.example", description: "No me llega el correo desde ayer a las tres." };
const classified = { class: "incidente", componente: "Buzón de correo", priority: "p3" };

async function registered(as, options) {
  const laura = await as("requester", options);
  const number = await register(laura, "mesa-de-servicio/falla_correo", failure, [pdf("Aviso de error.pdf")]);
  return { laura, number };
}

async function attended(agent, number) {
  await take(agent, number);
  await answer(agent, number, "Procede");
  await answer(agent, number, "Clasificada", classified);
  await answer(agent, number, "Completa", { alcance: "usuario", afectados: "Laura Ximena Rojas Peña" });
  await answer(agent, number, "Atender en la mesa");
  await answer(agent, number, "Reportar atención", { solucion: "Se amplió el buzón y se probó el envío con la usuaria." });
  await expect(activity(agent)).toContainText("Actividad 9");
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    const options = { javaScriptEnabled };

    test("a failure is registered with a file, attended at the desk and accepted", async ({ as }) => {
      const { laura, number } = await registered(as, options);
      await expect(laura.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(laura.locator("main")).toContainText(number);

      await laura.goto(`/requests/${number}`);
      await expect(laura.locator("#conversation")).toContainText("No me llega el correo desde ayer a las tres.");
      const file = laura.getByRole("link", { name: "Aviso de error.pdf" });
      expect((await laura.request.get(await file.first().getAttribute("href"))).status()).toBe(200);

      await attended(await as("agent"), number);
      await laura.goto("/");
      await expect(laura.locator("main")).toContainText("Diga si está de acuerdo con la respuesta");
      await reply(laura, number, "Estoy de acuerdo");
      await expect(laura.locator("main")).toContainText("Cerrada");
    });

    test("who does not agree says why and the case goes back to the desk", async ({ as }) => {
      const { laura, number } = await registered(as, options);
      const agent = await as("agent");
      await attended(agent, number);
      await laura.goto(`/requests/${number}`);
      await laura.locator("summary", { hasText: "No estoy de acuerdo" }).click();
      // Without a comment the procedure does not take it, and says so at the field.
      const form = laura.locator("form", { has: laura.locator("[name$='.comentario']") });
      await form.getByRole("button").click();
      await expect(laura.locator(".summary-err")).toBeVisible();
      await reply(laura, number, "No estoy de acuerdo", { comentario: "Sigue sin llegar desde el celular." });
      await agent.goto(`/cases/${number}`);
      await expect(activity(agent)).toContainText("Actividad 5");
    });

    test("a message to the desk is read there and answered", async ({ as }) => {
      const { laura, number } = await registered(as, options);
      await laura.goto(`/requests/${number}`);
      await laura.getByLabel("Escribir a la mesa de servicio").fill("Olvidé decir que también pasa en el celular.");
      await laura.getByRole("button", { name: "Enviar mensaje" }).click();
      await expect(laura.locator("#conversation")).toContainText("también pasa en el celular");

      const agent = await as("agent");
      await take(agent, number);
      await agent.goto(`/cases/${number}`);
      await expect(agent.locator("#conversation")).toContainText("también pasa en el celular");
      await agent.getByLabel("Mensaje", { exact: true }).fill("Gracias, Laura. Lo revisamos ya.");
      await agent.getByRole("button", { name: /Enviar a Laura/ }).click();
      await agent.getByText("Nota interna", { exact: true }).first().click();
      await agent.getByLabel("Mensaje", { exact: true }).fill("Parece la cuota del buzón.");
      await agent.getByRole("button", { name: "Guardar nota" }).click();
      await expect(agent.locator("#conversation")).toContainText("Parece la cuota del buzón.");

      await laura.goto(`/requests/${number}`);
      await expect(laura.locator("#conversation")).toContainText("Lo revisamos ya.");
      await expect(laura.locator("#conversation")).not.toContainText("Parece la cuota del buzón.");
    });

    test("who no longer needs it gives it up", async ({ as }) => {
      const { laura, number } = await registered(as, options);
      await reply(laura, number, "Desistir");
      await expect(laura.locator("main")).toContainText("Usted desistió de la solicitud.");
    });
  });
}

test("a specialist waits for a third party, goes on and reports", async ({ as }) => {
  const { number } = await registered(as);
  const agent = await as("agent");
  await take(agent, number);
  await answer(agent, number, "Procede");
  await answer(agent, number, "Clasificada", classified);
  await answer(agent, number, "Completa", { alcance: "usuario", afectados: "Laura Ximena Rojas Peña" });
  await answer(agent, number, "Escalar", { grupo: "infraestructura", asignado: "viviana.sotelo" });

  const viviana = await as("specialist");
  await viviana.goto(`/cases/${number}`);
  await answer(viviana, number, "Suspender", { tercero: "Proveedor del correo", razon: "proveedor", fecha_revision: await day(viviana, 3) });
  await expect(viviana.locator(".cd-top")).toContainText("Suspendida");
  await answer(viviana, number, "Reanudar");
  await answer(viviana, number, "Reportar atención", { solucion: "El proveedor liberó la cuota y el correo llega de nuevo." });
  await expect(activity(viviana)).toContainText("Actividad 9");
});

test("what cannot be attended is reported with what is missing, and comes back when it is sent", async ({ as }) => {
  const { laura, number } = await registered(as);
  const agent = await as("agent");
  await take(agent, number);
  await answer(agent, number, "Procede");
  await answer(agent, number, "Clasificada", classified);
  await answer(agent, number, "Incompleta", { faltantes: "Desde cuándo falla\nCaptura del mensaje" });
  await laura.goto(`/requests/${number}`);
  await expect(laura.locator("main")).toContainText("Captura del mensaje");
  await reply(laura, number, "Enviar lo que faltaba", { comentario: "Falla desde el lunes; adjunto la captura." });
  await agent.goto(`/cases/${number}`);
  await expect(activity(agent)).toContainText("Actividad 4");
});

test("an agent registers what somebody tells by phone", async ({ as }) => {
  const agent = await as("agent");
  await agent.goto("/register?desk=mesa-de-servicio");
  await agent.getByLabel("Quién llama").fill("4197");
  await agent.locator("button[name=find][value=requester]").click();
  await expect(agent.locator(".person")).toContainText("Laura Ximena Rojas Peña");
  await agent.getByLabel("Asunto").fill("No oye a los demás en las reuniones");
  await agent.getByLabel("Qué necesita").fill("Los audífonos dejaron de oírse esta mañana.");
  await agent.getByRole("button", { name: /Registrar caso/ }).click();
  await expect(agent).toHaveURL(/\/cases\/SOL-/);
  await expect(agent.locator("h1")).toContainText("No oye a los demás en las reuniones");
  await expect(agent.locator("#conversation")).toContainText("Los audífonos dejaron de oírse esta mañana.");
});
