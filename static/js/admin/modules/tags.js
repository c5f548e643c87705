// Says, as soon as it is in the box, that a tag is not there and that the writer can make none. It stays in the box.

export function enhance(root) {
  const box = root.querySelector("[data-tags-refused]");
  if (!box) return;
  const note = Object.assign(document.createElement("div"), { className: "box-note" });
  note.setAttribute("role", "status");
  box.parentNode.append(note);
  const chosen = () => [...box.selectedOptions].map((option) => option.value);

  async function ask() {
    const names = chosen();
    const query = new URLSearchParams(names.map((name) => ["the", name]));
    const response = await fetch(`${box.dataset.tagsRefused}?${query}`);
    if (!response.ok || response.redirected || names.join() !== chosen().join()) return;
    const { words } = await response.json();
    if (note.textContent !== words) note.textContent = words;
  }

  // select2 tells of a choice by jQuery alone.
  window.django?.jQuery?.(box).on("change", ask);
}
