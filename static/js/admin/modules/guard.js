// Keeps what was typed: asks before a page with unsaved text is left, and sends a form only once.

const editors = () => Object.values(window.CKEDITOR?.instances ?? {});

export function enhance(root) {
  for (const form of root.querySelectorAll("form[id$=_form]")) {
    let touched = form.querySelector(".errornote") !== null;
    let sending = false;

    form.addEventListener("input", () => (touched = true));
    form.addEventListener("change", () => (touched = true));
    form.addEventListener("submit", (event) => {
      // A preview goes into a tab of its own: this form stays, unsaved.
      if (event.submitter?.formTarget === "_blank") return;
      if (sending) event.preventDefault();
      sending = true;
    });

    window.addEventListener("beforeunload", (event) => {
      const unsaved = touched || editors().some((editor) => editor.checkDirty());
      if (unsaved && !sending) event.preventDefault();
    });
    // Back to this page, out of the browser's memory: the form may be sent again.
    window.addEventListener("pageshow", () => (sending = false));
  }
}
