// Gives the boxes that select2 makes the name of the field they stand for: it names them by their value.

export function enhance(root) {
  // jQuery calls in turn: what starts select2 was registered before.
  window.django?.jQuery?.(() => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const label = root.querySelector(`label[for="${select.id}"]`)?.textContent.replace(/:\s*$/, "").trim();
      const boxes = select.nextElementSibling?.querySelectorAll(".select2-selection, [role=textbox]") ?? [];
      for (const box of boxes) box.setAttribute("aria-label", label ?? "");
    }
  });
}
