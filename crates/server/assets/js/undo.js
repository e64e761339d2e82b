/** Counts down while an answer can be taken back; then the control leaves. */
export function undo() {
  for (const form of document.querySelectorAll("[data-countdown]")) {
    const ends = Date.now() + Number(form.dataset.countdown) * 1000, said = form.querySelector("[data-seconds]");
    const tick = () => {
      const left = Math.ceil((ends - Date.now()) / 1000);
      if (left <= 0) {
        if (form.contains(document.activeElement)) document.getElementById("main")?.focus();
        form.remove();
        return;
      }
      said.textContent = String(left);
      setTimeout(tick, 250);
    };
    tick();
  }
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
  // Heard of the page as a whole: parts of it are replaced while it is open.
  addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]"), into = document.getElementById("message");
    if (!button || !into) return;
    event.preventDefault();
    into.setRangeText(button.dataset.insert, into.selectionStart, into.selectionEnd, "end");
    into.dispatchEvent(new Event("input", { bubbles: true }));
    button.closest("details")?.removeAttribute("open");
    into.focus();
  });
}
