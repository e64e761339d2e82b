/** People found while one types them: the button «Buscar» pressed by itself a moment after, of whose
    answer only the list is taken. What stands in the form stays. */
const PAUSE = 300, LEAST = 3;

export function finds() {
  for (const input of document.querySelectorAll("input[data-find]")) {
    const name = input.dataset.find, form = input.form;
    const list = () => form.querySelector(`[data-found="${CSS.escape(name)}"]`);
    if (!form || !list()) continue;
    let waiting, asked = 0;
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, PAUSE); });

    /** The only one that fits: the answer has them chosen; here they stand under what is being typed. */
    function one(chosen) {
      const box = document.createElement("div"), label = document.createElement("label"), radio = document.createElement("input");
      const words = document.createElement("span"), about = document.createElement("small");
      box.className = "found";
      Object.assign(radio, { type: "radio", name, value: chosen.value, checked: true });
      words.textContent = chosen.closest(".person").querySelector("b").textContent;
      about.textContent = chosen.closest(".person").querySelector("small").textContent;
      words.append(about);
      label.append(radio, words);
      box.append(label);
      return box;
    }

    async function look() {
      const turn = ++asked;
      if (input.value.trim().length < LEAST) { list().replaceChildren(); return; }
      const body = new FormData(form);
      // Files wait for the real sending.
      for (const [key, value] of [...body]) if (typeof value !== "string") body.delete(key);
      body.delete(name);
      body.set("find", name);
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
        if (turn !== asked || !answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const found = page.querySelector(`[data-found="${CSS.escape(name)}"]`);
        const only = page.querySelector(`.person input[name="${CSS.escape(name)}"]`);
        const none = page.getElementById(`${input.id}-error`);
        if (only) list().replaceChildren(one(only));
        else if (found?.childElementCount) list().replaceChildren(...found.childNodes);
        else list().replaceChildren(...(none ? [document.createTextNode(none.textContent.trim())] : []));
      } catch {
        // Offline: the button still asks.
      }
    }
  }
}
