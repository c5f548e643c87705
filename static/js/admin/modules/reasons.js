// Asks for a reason beside its box, before anything is sent; without this the server asks on a page of its own.
export function enhance(root) {
  for (const dialog of root.querySelectorAll(".reason")) {
    const box = dialog.querySelector("textarea[required]");
    const told = dialog.querySelector("[role=alert]");
    const own = box?.getAttribute("aria-describedby");
    const say = (isMissing) => {
      told.hidden = !isMissing;
      box.setAttribute("aria-invalid", isMissing);
      box.setAttribute("aria-describedby", isMissing ? `${told.id} ${own}` : own);
    };
    dialog.querySelector("[type=submit]")?.addEventListener("click", (event) => {
      if (!box || box.value.trim()) return;
      event.preventDefault();
      say(true);
      box.focus();
    });
    box?.addEventListener("input", () => told.hidden || say(!box.value.trim()));
  }
}
