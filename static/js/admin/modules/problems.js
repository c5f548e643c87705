// Leads from the lists of what was refused, and of what is doubtful, into boxes that a link alone cannot reach: the
// editor, select2, folded parts.
export function enhance(root) {
  // The list of doubts is another after each autosave.
  root.addEventListener("click", (event) => {
    const link = event.target.closest(":is(.problems, .doubts-beside) a[href^='#']");
    const box = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!box) return;
    event.preventDefault();
    for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const editor = window.CKEDITOR?.instances[box.id];
    const made = box.nextElementSibling?.querySelector(".select2-selection, .select2-search__field");
    const shown = editor ? editor.container.$ : (made ?? box);
    shown.scrollIntoView({ block: "center" });
    if (editor) editor.focus();
    else if (shown.matches("a, button, input, select, textarea, [tabindex]")) shown.focus({ preventScroll: true });
  });
}
