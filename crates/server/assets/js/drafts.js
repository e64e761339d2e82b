/** Keeps what is being typed: form[data-draft] is sent to the server a moment after the last key.
    Files are not part of a draft; they are kept when the form is sent. */
const PAUSE = 1200;

export function drafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
}

function keep(form) {
  const said = form.querySelector("[data-saved]");
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));

  async function save() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("draft", form.dataset.draft);
    try {
      const answer = await fetch("/drafts", { method: "POST", body, headers: { accept: "text/plain" } });
      if (answer.ok && said) {
        said.hidden = false;
        said.querySelector("[data-words]").textContent = await answer.text();
      }
    } catch {
      // Offline: the text is still in the page, and the next key tries again.
    }
  }
}
