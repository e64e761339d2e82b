/** Keeps what is being typed: a form with a place to say so ([data-saved]) is sent to the server a
    moment after the last key. Files are not part of it; they are kept when the form is sent. */
const PAUSE = 1200;

export function drafts() {
  for (const form of document.querySelectorAll("form[data-draft]"))
    if (form.querySelector("[data-saved]")) keep(form);
}

function keep(form) {
  const said = form.querySelector("[data-saved]");
  let waiting, sending;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  // What is sent is no draft any more: one that is on its way must not come after it.
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sending?.abort();
  });

  async function save() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("draft", form.dataset.draft);
    sending?.abort();
    sending = new AbortController();
    try {
      const answer = await fetch("/drafts", { method: "POST", body, headers: { accept: "text/plain" }, signal: sending.signal });
      if (!answer.ok) return;
      said.hidden = false;
      said.querySelector("[data-words]").textContent = await answer.text();
    } catch {
      // Offline: the text is still in the page, and the next key tries again.
    }
  }
}
