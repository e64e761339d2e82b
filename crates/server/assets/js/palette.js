/** Ctrl+K: everything one can go to or do from here, and the search, by typing. Built of the links
    and buttons the page has anyway, so it can do nothing they cannot. */
const PAUSE = 160;

export function palette() {
  const box = document.querySelector("dialog#palette");
  if (!box) return;
  const input = box.querySelector("input"), list = box.querySelector("ul"), found = box.querySelector("[data-found]");
  let waiting, asked = 0;

  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  input.addEventListener("input", () => { local(); clearTimeout(waiting); waiting = setTimeout(remote, PAUSE); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const all = [input, ...box.querySelectorAll("a, li button")];
      const here = all.indexOf(document.activeElement);
      all[(here + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length].focus();
    } else if (event.key === "Enter" && document.activeElement === input) {
      const first = box.querySelector("li button, a");
      if (first) { event.preventDefault(); first.click(); }
    }
  });

  function open() {
    if (box.open) return;
    input.value = "";
    found.replaceChildren();
    local();
    box.showModal();
    input.focus();
  }

  const bare = (text) => text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");

  function local() {
    const words = bare(input.value).split(/\s+/).filter(Boolean);
    const seen = new Set(), entries = [];
    for (const it of document.querySelectorAll("main [data-key], main .menu .pop a, .side a:not(.home)")) {
      if (it.matches("input, textarea") || it.closest("dialog")) continue;
      const copy = it.cloneNode(true);
      for (const hidden of copy.querySelectorAll("kbd, .n, svg")) hidden.remove();
      const name = (copy.textContent.trim() || it.title).replaceAll(/\s+/g, " ");
      if (!name || seen.has(name) || !words.every((word) => bare(name).includes(word))) continue;
      seen.add(name);
      const entry = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => { box.close(); it.click(); });
      entry.append(button);
      entries.push(entry);
    }
    list.replaceChildren(...entries.slice(0, words.length ? 8 : 14));
  }

  async function remote() {
    const turn = ++asked, words = input.value.trim();
    if (words.length < 2) { found.replaceChildren(); return; }
    try {
      const answer = await fetch(`/search?part=list&q=${encodeURIComponent(words)}`);
      if (turn !== asked || !answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.replaceChildren(...page.body.childNodes);
    } catch {
      // Offline: what stands on the page can still be gone to.
    }
  }
}

/** The search page answers while one types. */
export function searches() {
  for (const input of document.querySelectorAll("[data-searches]")) {
    const into = document.getElementById(input.dataset.searches);
    let waiting, asked = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const turn = ++asked;
        try {
          const answer = await fetch(`/search?part=list&q=${encodeURIComponent(input.value)}`);
          if (turn !== asked || !answer.ok || answer.redirected) return;
          into.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
          history.replaceState(null, "", `/search?q=${encodeURIComponent(input.value)}`);
        } catch {
          // The button still sends the form.
        }
      }, PAUSE);
    });
  }
}
