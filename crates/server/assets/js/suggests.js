/** Articles that may spare a request, looked for again a moment after one stopped typing it. Sent as
    a form: what somebody describes does not belong in an address. */
const PAUSE = 700, LEAST = 4;

export function suggests() {
  const into = document.querySelector("[data-suggests]"), form = into?.closest("form");
  if (!form) return;
  let waiting, asked = 0, before = "";
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input:not([type=file]), select")) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });

  async function look() {
    const body = new URLSearchParams();
    let said = "";
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string") continue;
      if (name === "csrf") body.append(name, value);
      if (name === "subject" || name === "description" || name.startsWith("form.")) {
        body.append(name, value);
        said += value;
      }
    }
    if (said === before || (said && said.trim().length < LEAST)) return;
    before = said;
    body.set("from", form.dataset.draft);
    const turn = ++asked;
    try {
      const answer = await fetch("/knowledge/suggested", { method: "POST", body, headers: { accept: "text/html" } });
      if (turn !== asked || !answer.ok || answer.redirected) return;
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      // The same articles again are not told again.
      if (next.textContent.trim() !== into.textContent.trim()) into.replaceChildren(...next.childNodes);
    } catch {
      // Offline: the form can still be filled in.
    }
  }
}
