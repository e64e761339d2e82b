// A person without a mouse: nothing here clicks, and nothing sets a value that was not typed.
import { expect } from "./desk.js";

/** The farthest one goes for a control, in presses of Tab. */
const FAR = 160;

/** What has the focus; it must be something, or whoever reads by ear no longer knows where they are. */
async function held(page) {
  const lost = await page.evaluate(() => document.activeElement === null || document.activeElement === document.body);
  expect(lost, `the focus fell to the body of ${page.url()}`).toBe(false);
}

const has = (control) => control.evaluate((one) => one === document.activeElement);

/** Presses a key that leads to no other page, and sees that the focus stays somewhere. */
export async function press(page, key) {
  await page.keyboard.press(key);
  await held(page);
}

/** Goes to a control with Tab. */
export async function to(page, control) {
  await expect(control).toBeVisible();
  for (let at = 0; at < FAR; at++) {
    if (await has(control)) return;
    await press(page, "Tab");
  }
  throw new Error(`Tab does not lead to ${control} on ${page.url()}`);
}

/** Types into a field. */
export async function write(page, field, text) {
  await to(page, field);
  await page.keyboard.type(text);
  await held(page);
}

/** Chooses of a group of radio buttons: Tab leads into the group, the arrows through it. */
export async function choose(page, radio) {
  await expect(radio).toBeVisible();
  const name = await radio.getAttribute("name");
  const inside = () => page.evaluate((name) => document.activeElement?.getAttribute("name") === name, name);
  for (let at = 0; at < FAR && !(await inside()); at++) await press(page, "Tab");
  for (let at = 0; at < FAR && !(await has(radio)); at++) await press(page, "ArrowDown");
  if (!(await radio.isChecked())) await press(page, "Space");
  await expect(radio).toBeChecked();
}

/** Picks of a list by typing what it says. */
export async function pick(page, list, label) {
  await write(page, list, label);
  await expect(list.locator("option:checked")).toContainText(label);
}

/** Goes to a link or button and uses it; another page opens. */
export async function use(page, control) {
  await to(page, control);
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => performance.timeOrigin).catch(() => before), { timeout: 15_000 }).not.toBe(before);
  await page.waitForLoadState();
}

/** Presses a key of the desk that leads to another page. */
export async function leave(page, key) {
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.keyboard.press(key);
  await expect.poll(() => page.evaluate(() => performance.timeOrigin).catch(() => before), { timeout: 15_000 }).not.toBe(before);
  await page.waitForLoadState();
}
