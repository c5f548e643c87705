// Fits CKEditor into the admin: our CSRF token goes with each picture, and the field's label names the
// editor and leads into it.
;(() => {
  const labelOf = (editor) => document.querySelector(`label[for="${CSS.escape(editor.name)}"]`)

  const tokenOf = (editor) => {
    const form = editor.element.$.form ?? document
    return form.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? ""
  }

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    editor.on("configLoaded", () => {
      const label = labelOf(editor)?.textContent.trim().replace(/:$/, "")
      if (label) editor.config.title = `Soạn thảo: ${label}`
    })

    editor.on("instanceReady", () => {
      labelOf(editor)?.addEventListener("click", () => editor.focus())
    })

    // The editor's frames are documents of their own: they are told of the theme that the admin has.
    const themed = (doc) => doc && (doc.documentElement.dataset.theme = document.documentElement.dataset.theme ?? "auto")
    const tell = () => {
      themed(editor.document?.$)
      for (const frame of document.querySelectorAll("iframe.cke_panel_frame")) themed(frame.contentDocument)
    }
    editor.on("contentDom", tell)
    editor.on("panelShow", tell)
    new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ["data-theme"] })

    // CKEditor opens the request at priority 5 and sends it at 999.
    editor.on("fileUploadRequest", (event) => {
      event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", tokenOf(editor))
    })
  })
})()
