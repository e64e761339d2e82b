// An article answers before anything is asked; the desk writes it, sends it, and sees what it did.
import { expect, test } from "../kit/desk.js";
import { register } from "../kit/tasks.js";

const vpn = "Conectarse a la VPN desde fuera de la entidad";

for (const javaScriptEnabled of [true, false]) {
  test(`what one describes finds an article, and what was typed stays: ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({ as }) => {
    const page = await as(javaScriptEnabled ? "auditor" : "director", { javaScriptEnabled });
    await page.goto("/catalogue/unknown");
    await page.locator("#f-description").fill("Estoy en mi casa y la VPN no me conecta, dice tiempo agotado.");
    if (!javaScriptEnabled) await page.getByRole("button", { name: "Buscar artículos que ayuden" }).click();
    const suggestion = page.locator("#suggested").getByRole("button", { name: vpn });
    await expect(suggestion).toBeVisible();
    const [article] = await Promise.all([page.context().waitForEvent("page"), suggestion.click()]);
    await expect(article.getByRole("heading", { level: 1 })).toHaveText(vpn);
    await expect(page.locator("#f-description")).toHaveValue(/tiempo agotado/);
    await article.getByRole("button", { name: "Sí", exact: true }).click();
    await expect(article.getByRole("status")).toContainText("no hace falta que envíe");
    await expect(article.getByRole("button", { name: "Sí", exact: true })).toHaveAttribute("aria-pressed", "true");
  });
}

test("an article is read in the language one chose", async ({ as }) => {
  const page = await as("requester");
  await page.goto("/knowledge?q=vpn");
  await page.getByRole("link", { name: vpn }).click();
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Connect to the VPN from outside the office");
  await expect(page.locator(".prose")).toHaveAttribute("lang", "en");
});

test("an agent writes an article, looks at it, publishes it and sends it to a requester", async ({ as }) => {
  const agent = await as("agent"), laura = await as("requester");
  await agent.goto("/articles");
  await agent.getByRole("link", { name: "Artículo nuevo" }).click();
  await agent.getByLabel("Título en Español").fill("El lector de tarjetas no reconoce el carné");
  await agent.getByLabel("Texto en Español").fill("1. Limpie el **lector**.\n2. Reinicie el computador.\n\n<script>alert(1)</script>");
  await agent.getByLabel("Categoría").selectOption("General");
  await agent.getByRole("button", { name: "Vista previa" }).click();
  await expect(agent.locator("#preview strong")).toHaveText("lector");
  await expect(agent.locator("#preview")).toContainText("<script>alert(1)</script>");
  await agent.getByRole("radio", { name: /^Todos/ }).check();
  await agent.getByRole("button", { name: "Guardar versión" }).click();
  await expect(agent.getByRole("heading", { level: 1 })).toHaveText("El lector de tarjetas no reconoce el carné");

  const number = await register(laura, "mesa-de-servicio/otra_solicitud", { for_whom: "me", description: "El lector de tarjetas no reconoce mi carné." });
  await agent.goto(`/cases/${number}`);
  const beside = agent.locator(".beside li", { hasText: "El lector de tarjetas" });
  await beside.getByRole("link", { name: /Insertar enlace/ }).click();
  await expect(agent.locator("#message")).toHaveValue(/El lector de tarjetas no reconoce el carné: http.*\/knowledge\/el-lector/);
  await agent.goto("/articles/el-lector-de-tarjetas-no-reconoce-el-carne/edit");
  await agent.getByLabel("Texto en Español").fill("Pida otro carné.");
  await agent.getByRole("button", { name: "Guardar versión" }).click();
  await agent.getByRole("link", { name: "Versión 1", exact: true }).click();
  await expect(agent.locator(".prose")).toContainText("Limpie el lector.");
});

test("what waits to be reviewed is found, and a review is one date", async ({ as }) => {
  const page = await as("coordinator");
  await page.goto("/articles?show=review");
  await page.getByRole("link", { name: /Cambiar la contraseña/ }).click();
  await page.getByRole("button", { name: "Lo revisé" }).click();
  await expect(page.locator(".tag.warn")).toHaveCount(0);
  await page.goto("/articles?show=review");
  await expect(page.getByRole("link", { name: /Cambiar la contraseña/ })).toHaveCount(0);
});
