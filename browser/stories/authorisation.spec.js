// The first procedure where the matrix asks for an authorisation: granted with its analysis, or denied.
import { expect, test } from "../kit/desk.js";
import { activity, answer, askAuthorisation, decide, reply } from "../kit/tasks.js";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    const options = { javaScriptEnabled };

    test("an authorisation is granted with its analysis and the case is escalated", async ({ as }) => {
      const laura = await as("requester", options), agent = await as("agent");
      const number = await askAuthorisation(laura, agent);
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
      const number = await askAuthorisation(laura, agent);
      await decide.reject(await as("approver", options), number, "El periodo pasa del fin del contrato.");
      await laura.goto(`/requests/${number}`);
      await expect(laura.locator("main")).toContainText("El periodo pasa del fin del contrato.");
      await reply(laura, number, "No estoy de acuerdo", { comentario: "El contrato se prorrogó ayer." });
      await agent.goto(`/cases/${number}`);
      await expect(activity(agent)).toContainText("Actividad 5");
    });
  });
}
