/** Keys of the desk. Single letters act only outside fields and only where the person has them on
    (body[data-keys]); each names, with data-key, the element it stands for. A person may have put
    another letter in its place: data-keys="a=t r=y". */
export function keys() {
  const own = document.body.dataset.keys;
  const moved = new Map((own ?? "").split(" ").filter((pair) => pair.includes("=")).map((pair) => pair.split("=").reverse()));
  const replaced = new Set(moved.values());
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form) {
      event.preventDefault();
      const form = event.target.form;
      const shown = [...form.querySelectorAll("button:not([type=button])")].filter((button) => button.offsetParent && button.name !== "find");
      form.requestSubmit(shown.find((button) => button.matches(".primary")) ?? shown.at(-1));
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || own === undefined || document.querySelector("dialog[open]")) return;
    const key = moved.get(event.key) ?? (replaced.has(event.key) ? "" : event.key);
    if (act(key)) event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-opens]"))
    button.addEventListener("click", () => document.getElementById(button.dataset.opens)?.showModal());
}

function act(key) {
  if (key === "?") {
    document.getElementById("keys-help")?.showModal();
    return true;
  }
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "x") return mark();
  const target = key && document.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  if (!target) return false;
  // An answer of the procedure is gone to, never chosen.
  if (target.matches("[name=answer]")) target.focus();
  else if (target.matches("input[type=radio]")) {
    target.click();
    document.getElementById("message")?.focus();
  } else if (target.matches("input, textarea, select")) target.focus();
  else target.click();
  return true;
}

/** Moves the focus through the rows of the queue, or to the next case where one is open. */
function step(by) {
  const rows = [...document.querySelectorAll(".qr > a")];
  if (!rows.length) {
    const next = document.querySelector(by > 0 ? '[data-key="next"]' : '[data-key="previous"]');
    next?.click();
    return Boolean(next);
  }
  const here = rows.indexOf(document.activeElement.closest(".qr")?.querySelector("a"));
  const from = here < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : here;
  rows[Math.max(0, Math.min(rows.length - 1, from + by))].focus();
  return true;
}

function mark() {
  const row = document.activeElement.closest(".qr") ?? document.querySelector(".qr:has([aria-current])");
  row?.querySelector("input[name=case]")?.click();
  return Boolean(row);
}
