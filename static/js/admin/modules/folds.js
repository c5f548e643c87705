// Opens the folded parts of a form that a person opened the last time.

export function enhance(root) {
  const form = root.querySelector("form[id$=_form]");
  for (const fold of form?.querySelectorAll("fieldset > details") ?? []) {
    const summary = fold.querySelector("summary");
    const key = `fold:${form.id}:${summary.textContent.trim()}`;
    if (localStorage.getItem(key)) fold.open = true;
    summary.addEventListener("click", () => {
      // The press comes before the change.
      if (fold.open) localStorage.removeItem(key);
      else localStorage.setItem(key, "open");
    });
  }
}
