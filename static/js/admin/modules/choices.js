// Gives the boxes that select2 makes the name of the field they stand for: it names them by their value.

function nameBox(box, label, text) {
  box.setAttribute("aria-label", text);
  const value = box.getAttribute("aria-labelledby"); // Stronger than a label of its own.
  if (value) {
    label.id ||= `${label.htmlFor}_label`;
    box.setAttribute("aria-labelledby", `${label.id} ${value}`);
  }
}

function name(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (!label) continue;
    const text = label.textContent.replace(/:\s*$/, "").trim();
    const made = select.nextElementSibling;
    for (const box of made?.querySelectorAll(".select2-selection, [role=textbox], [role=searchbox]") ?? []) {
      nameBox(box, label, text);
    }
  }
}

export function enhance(root) {
  // jQuery calls in turn: what starts select2 was registered before.
  window.django?.jQuery?.(() => name(root));
  root.addEventListener("formset:added", ({ target }) => name(target));
}
