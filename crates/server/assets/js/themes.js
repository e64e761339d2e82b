/** Changes the theme at once and tells the server behind the page's back; the form is the fallback. */
export function themes() {
  addEventListener("submit", (event) => {
    const form = event.target;
    const chosen = event.submitter?.name === "theme" ? event.submitter.value : null;
    if (!form.matches("form[data-preferences]") || !chosen) return;
    event.preventDefault();
    if (chosen === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    for (const button of document.querySelectorAll('button[name="theme"]'))
      button.setAttribute("aria-pressed", String(button.value === chosen));
    const body = new URLSearchParams(new FormData(form));
    body.set("theme", chosen);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
}
