// A small gallery: one page a picture, light, as a visitor finds it.
import { resolve } from "node:path";
import { test } from "./kit/desk.js";

const folder = resolve(import.meta.dirname, "../docs/pictures");
const WIDE = { width: 1280, height: 800 }, PHONE = { width: 390, height: 780 };

const first = (list, selector) => async (page) => {
  await page.goto(list);
  return page.locator(selector).first().getAttribute("href");
};

const gallery = [
  ["portal", "requester", WIDE, "/"],
  ["portal-phone", "requester", PHONE, "/"],
  ["queue", "agent", WIDE, first("/queue?desk=mesa-de-servicio&view=all", ".qr > a")],
  ["case", "agent", WIDE, async (page) => {
    await page.goto("/queue?desk=mesa-de-servicio&view=mine");
    return `/cases/${await page.locator(".qr > a").first().getAttribute("id")}`;
  }],
  ["approval-phone", "approver", PHONE, first("/approvals", ".aplist a")],
];

for (const [name, who, viewport, at] of gallery)
  test(name, async ({ as }) => {
    const page = await as(who, { viewport });
    await page.goto(typeof at === "string" ? at : await at(page));
    await page.screenshot({ path: resolve(folder, `${name}.jpg`), type: "jpeg", quality: 72 });
  });
