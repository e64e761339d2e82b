/** A menu closes when one presses Escape or clicks elsewhere, as people expect of a menu. */
export function menus() {
  // On a phone the progress of a request is folded; without script it is open.
  if (matchMedia("(max-width: 760px)").matches)
    for (const fold of document.querySelectorAll("details.fold")) fold.open = false;
  const open = () => document.querySelectorAll("details.menu[open]");
  addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
