// Leads from the list of what was refused into boxes that a link alone cannot reach: the editor, select2, folded parts.
export function enhance(root) {
  for (const link of root.querySelectorAll(".problems a")) {
    link.addEventListener("click", (event) => {
      const box = document.getElementById(decodeURIComponent(link.hash.slice(1)));
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
}
