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

    // CKEditor opens the request at priority 5 and sends it at 999.
    editor.on("fileUploadRequest", (event) => {
      event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", tokenOf(editor))
    })
  })
})()
