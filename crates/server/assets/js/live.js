/** What changed meanwhile: the server says that something did (never what), and the page fetches
    itself and changes only its own parts ([data-live]); what one is typing in stays as it is. */
const TOGETHER = 250, SPREAD = 500, LEAST = 1500;

export function live() {
  const from = document.body.dataset.liveFrom;
  if (!from || !window.EventSource) return;
  const dirty = new WeakSet();
  let waiting, last = 0, missed = false, connected = false, writing = 0, silence;

  addEventListener("input", (event) => {
    const part = event.target.closest("[data-live]");
    if (part && !event.target.matches("[name=case]")) dirty.add(part);
    wrote(event.target);
  });

  const source = new EventSource(from);
  // A connection that was lost may have missed something: the page is fetched again.
  source.addEventListener("hello", () => { if (connected) soon(); connected = true; });
  source.addEventListener("queue", soon);
  source.addEventListener("case", (event) => { const by = event.data.slice("now ".length); if (by) changedBy(by); soon(); });
  source.addEventListener("presence", (event) => present(event.data));
  addEventListener("pagehide", () => source.close());
  document.addEventListener("visibilitychange", () => { if (!document.hidden && missed) soon(); });

  /** Not all pages of a desk fetch at the same instant, and none more often than it can be read. */
  function soon() {
    if (document.hidden) { missed = true; return; }
    const wait = Math.max(TOGETHER + Math.random() * SPREAD, LEAST - (Date.now() - last));
    waiting ??= setTimeout(() => { waiting = undefined; last = Date.now(); missed = false; refresh(); }, wait);
  }

  async function refresh() {
    let page;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return; // Offline: the connection comes back, and then the page is fetched again.
    }
    for (const part of document.querySelectorAll("[data-live][id]")) {
      const next = page.getElementById(part.id);
      if (!next || dirty.has(part) || part.querySelector("details.menu[open]")) continue;
      if (same(part, next)) continue;
      const [top, focus, marked] = [part.scrollTop, document.activeElement, marks(part)];
      const held = part.contains(focus) ? focus.id : "";
      part.replaceChildren(...next.childNodes);
      for (const box of part.querySelectorAll("input[name=case]")) box.checked = marked.has(box.value);
      part.scrollTop = top;
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
    }
    document.dispatchEvent(new Event("refreshed"));
  }

  function changedBy(name) {
    const said = document.querySelector("[data-changed]");
    if (!said) return;
    said.textContent = said.dataset.changed.replace("{name}", name);
    said.hidden = false;
  }

  function present(lines) {
    const said = document.querySelector("[data-present]");
    if (!said) return;
    clearTimeout(silence);
    const people = lines.split("\n").slice(1).map((line) => ({ writes: line[0] === "w", name: line.slice(2) }));
    const text = people.map(({ writes, name }) => said.dataset[writes ? "writing" : "reading"].replace("{name}", name)).join(" ");
    if (said.textContent !== text) said.textContent = text;
    said.hidden = !people.length;
    if (people.some((one) => one.writes))
      silence = setTimeout(() => present(lines.replaceAll(/^w/gm, "r")), 9000);
  }

  function wrote(target) {
    const number = document.body.dataset.case;
    if (!number || !target.matches("textarea, .act input, .act select") || Date.now() - writing < 4000) return;
    writing = Date.now();
    const csrf = document.querySelector("input[name=csrf]")?.value ?? "";
    fetch("/live/writing", { method: "POST", body: new URLSearchParams({ csrf, case: number }) }).catch(() => {});
  }
}

const marks = (part) => new Set([...part.querySelectorAll("input[name=case]:checked")].map((box) => box.value));

/** Alike but for what is new on every page: tokens and ids of commands. */
function same(a, b) {
  const bare = (part) => part.innerHTML.replaceAll(/(name="(?:csrf|command_id)" value=")[^"]*"/g, "$1\"").replaceAll(/ (?:open|checked)=""/g, "");
  return bare(a) === bare(b);
}
