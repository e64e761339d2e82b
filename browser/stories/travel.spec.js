// Time passes and the desk does what the document says of silence. The clock is the demo's own, so
// these stories have a desk of their own.
import { expect, test } from "../kit/desk.js";
import { answer, register, take } from "../kit/tasks.js";

test.use({ deskName: "travel" });

test("who does not answer in two business days has accepted", async ({ as }) => {
  const laura = await as("requester"), agent = await as("agent");
  const number = await register(laura, "mesa-de-servicio/falla_correo", { for_whom: "me", cuenta: "laura.rojas@ipt.example", description: "No me llega el correo." });
  await take(agent, number);
  await answer(agent, number, "No procede", { motivo: "La cuenta no es de la entidad." });

  // The term runs from the delivery of the letter that reports.
  await expect(async () => {
    await laura.goto(`/requests/${number}`);
    await expect(laura.locator("main")).toContainText("Tiene hasta el", { timeout: 500 });
  }).toPass();
  for (let days = 0; days < 12; days++) {
    if ((await laura.locator("main").innerText()).includes("Cerrada")) break;
    await laura.getByRole("button", { name: "un día" }).click();
    await expect(laura).toHaveURL(new RegExp(number));
  }
  await expect(laura.locator("main")).toContainText("Cerrada");
  await expect(laura.locator("main")).toContainText("silencio");

  // The letter that said so can be read in the demo's own outbox.
  await laura.getByRole("link", { name: "Correos enviados" }).click();
  await expect(laura.locator("main")).toContainText(number);
});
