// A picture that is still on its way is not in the text yet: the form waits for it, and is sent when all
// have arrived. When one fails, the form stays as it is, with a sentence.
;(() => {
  const WAITING = "Đang tải ảnh lên. Bài sẽ tự lưu ngay khi ảnh tải xong."
  const FAILED = "Có ảnh chưa tải lên được, nên bài chưa được lưu. Hãy chèn lại ảnh đó hoặc bấm lưu lần nữa."

  const waiting = new WeakMap()

  // Data that is no picture the portal takes (drawings, what pages put before a picture has loaded): the editor
  // would fail over it and lose the whole paste. It stays as a picture that is asked for (editor-pictures.js).
  const UNKNOWN = "cid:anh-khong-tai-duoc"
  const isPicture = (data) => {
    const match = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,([\w+/=\s]+)$/i.exec(data)
    try {
      return Boolean(match && atob(match[1]))
    } catch {
      return false
    }
  }

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    editor.on(
      "paste",
      ({ data }) => {
        data.dataValue = data.dataValue?.replace(
          /(\ssrc\s*=\s*)(?:"(data:[^"]*)"|'(data:[^']*)'|(data:[^\s>"']+))/gi,
          (whole, before, ...found) => (isPicture(found.slice(0, 3).find(Boolean)) ? whole : `${before}"${UNKNOWN}"`),
        )
      },
      null,
      null,
      9, // The plugin that uploads comes at 10.
    )
  })

  // What the editor's own plugin lacks: a picture in WebP, and the words and the size that a pasted one had.
  CKEDITOR.on("instanceCreated", ({ editor }) => {
    editor.on("pluginsLoaded", () => {
      const widget = editor.widgets.registered.uploadimage
      widget.supportedTypes = /image\/(jpeg|png|gif|webp|bmp)/
      CKEDITOR.plugins.clipboard.addFileMatcher(editor, (file) => widget.supportedTypes.test(file.type))
      widget.onUploaded = function (upload) {
        const image = this.parts.img.$
        const ours = document.createElement("img")
        ours.src = upload.url
        ours.alt = image.alt
        ours.width = image.getAttribute("width") || image.naturalWidth
        ours.height = image.getAttribute("height") || image.naturalHeight
        this.replaceWith(ours.outerHTML)
      }
    })
  })

  const editorsOf = (form) =>
    Object.values(CKEDITOR.instances).filter((editor) => editor.element.$.form === form)

  const pending = (editor) => (editor.uploadRepository?.loaders ?? []).filter((loader) => !loader.isFinished())

  const arrival = (loader) =>
    new Promise((resolve) => {
      loader.on("update", () => loader.isFinished() && resolve(loader.status === "uploaded"))
    })

  // Before the editor and the guard of the form hear of it.
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target
      const editors = editorsOf(form).filter((editor) => pending(editor).length > 0)
      if (editors.length === 0) return
      event.preventDefault()
      event.stopImmediatePropagation()

      const first = !waiting.has(form)
      waiting.set(form, event.submitter)
      if (!first) return
      const notes = editors.map((editor) => editor.showNotification(WAITING, "info", 0))
      const arrived = await Promise.all(editors.flatMap(pending).map(arrival))
      const submitter = waiting.get(form)
      waiting.delete(form)
      notes.forEach((note) => note.hide())
      if (arrived.every(Boolean)) form.requestSubmit(submitter)
      else editors[0].showNotification(FAILED, "warning", 0)
    },
    true,
  )
})()
