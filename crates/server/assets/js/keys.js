/** Keys of the desk. Single letters act only outside fields and only where the person has them on
    (body[data-keys]); each key names the element it stands for with data-key. */
export function keys() {
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && typing?.form) {
      event.preventDefault();
      const shown = [...typing.form.querySelectorAll("button:not([type=button])")].filter((button) => button.offsetParent && button.name !== "find");
      typing.form.requestSubmit(shown.find((button) => button.matches(".primary")) ?? shown.at(-1));
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const find = document.querySelector(".find input, .bigsearch input");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !document.body.hasAttribute("data-keys")) return;
    if (event.key === "j" || event.key === "k") return step(event.key === "j" ? 1 : -1);
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  });
}

/** Moves the focus through the rows of the queue. */
function step(by) {
  const rows = [...document.querySelectorAll(".qr > a")];
  if (!rows.length) {
    document.querySelector(by > 0 ? '[data-key="next"]' : '[data-key="previous"]')?.click();
    return;
  }
  const here = rows.indexOf(document.activeElement.closest(".qr > a"));
  const from = here < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : here;
  rows[Math.max(0, Math.min(rows.length - 1, from + by))].focus();
}
