// Nothing typed is lost: by a reload, by a refusal, by a sign-in that ran out.
import { expect, test } from "../kit/desk.js";
import { pdf } from "../kit/tasks.js";

const form = "/catalogue/mesa-de-servicio/otra_solicitud";
const text = "Necesito que alguien revise la cámara de la sala Magdalena.";

test("what is being typed is there after a reload and gone once it is sent", async ({ as }) => {
  const page = await as("auditor");
  await page.goto(form);
  await page.locator("#f-description").fill(text);
  await expect(page.locator("[data-saved]")).toContainText("Borrador guardado");
  await page.reload();
  await expect(page.locator("#f-description")).toHaveValue(text);
  await page.getByRole("button", { name: "Enviar solicitud" }).click();
  await expect(page).toHaveURL(/\/sent$/);
  await page.goto(form);
  await expect(page.locator("#f-description")).toHaveValue("");
});

for (const javaScriptEnabled of [true, false]) {
  test(`a refused form keeps its files, and they arrive with the case: ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({ as }) => {
    const page = await as("director", { javaScriptEnabled });
    await page.goto(form);
    await page.locator("#f-files").setInputFiles([pdf("Plano de la sala.pdf"), pdf("Sobra.pdf")]);
    await page.getByRole("button", { name: "Enviar solicitud" }).click();
    await expect(page.locator(".summary-err")).toBeVisible();
    await expect(page.locator(".files")).toContainText("Plano de la sala.pdf");
    await page.getByRole("button", { name: "Quitar Sobra.pdf" }).click();
    await expect(page.locator(".files")).not.toContainText("Sobra.pdf");
    // Coming back later they are still there.
    await page.goto(form);
    await expect(page.locator(".files")).toContainText("Plano de la sala.pdf");
    await page.locator("#f-description").fill(text);
    await page.getByRole("button", { name: "Enviar solicitud" }).click();
    await expect(page).toHaveURL(/\/sent$/);
    await page.goto(page.url().replace(/\/sent$/, ""));
    const file = page.getByRole("link", { name: "Plano de la sala.pdf" }).first();
    expect((await page.request.get(await file.getAttribute("href"))).status()).toBe(200);
  });
}
