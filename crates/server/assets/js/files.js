/** Files by drag or paste, into the file input the form has anyway. */
export function files() {
  for (const drop of document.querySelectorAll(".drop")) {
    const input = drop.querySelector('input[type="file"]');
    if (!input) continue;
    const add = (list) => {
      const all = new DataTransfer();
      for (const file of [...input.files, ...list]) all.items.add(file);
      input.files = all.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      add(event.dataTransfer.files);
    });
    input.form?.addEventListener("paste", (event) => {
      if (event.clipboardData?.files.length) add(event.clipboardData.files);
    });
  }
}
