// The first procedure where the matrix asks for an authorisation: granted with its analysis, or denied.
import { expect, test } from "../kit/desk.js";
import { activity, answer, day, decide, register, reply, take } from "../kit/tasks.js";

async function asked(laura, agent) {
  await laura.goto("/");
  const number = await register(laura, "mesa-de-servicio/vpn", {
    for_whom: "me", equipo: "entidad", placa: "IPT-0961", desde: await day(laura, 7), hasta: await day(laura, 37),
    para_que: "Cargar la información de campo durante la comisión.",
  });
  await take(agent, number);
  await answer(agent, number, "Procede");
  await answer(agent, number, "Clasificada", { class: "requerimiento", componente: "Cliente VPN", priority: "p3" });
  await answer(agent, number, "Completa");
  await answer(agent, number, "Solicitar autorización");
  await expect(activity(agent)).toContainText("Actividad 6");
  return number;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    const options = { javaScriptEnabled };

    test("an authorisation is granted with its analysis and the case is escalated", async ({ as }) => {
      const laura = await as("requester", options), agent = await as("agent");
      const number = await asked(laura, agent);
      const beatriz = await as("approver", options);
      await beatriz.goto("/approvals");
      await beatriz.locator(`a[href='/approvals/${number}']`).click();
      await decide.approve(beatriz, number, { finalidad: "Trabajo de campo", impacto: "Bajo", viabilidad: "Hay licencias", politica: "Política de acceso remoto" });
      await beatriz.goto("/approvals");
      await expect(beatriz.locator(`a[href='/approvals/${number}']`)).toHaveCount(0);
      await answer(agent, number, "Escalar", { grupo: "infraestructura", asignado: "viviana.sotelo" });
      await expect(activity(agent)).toContainText("Actividad 7");
    });

    test("a denied authorisation is told with its reason, and who insists comes back to the desk", async ({ as }) => {
      const laura = await as("requester", options), agent = await as("agent");
      const number = await asked(laura, agent);
      await decide.reject(await as("approver", options), number, "El periodo pasa del fin del contrato.");
      await laura.goto(`/requests/${number}`);
      await expect(laura.locator("main")).toContainText("El periodo pasa del fin del contrato.");
      await reply(laura, number, "No estoy de acuerdo", { comentario: "El contrato se prorrogó ayer." });
      await agent.goto(`/cases/${number}`);
      await expect(activity(agent)).toContainText("Actividad 5");
    });
  });
}
