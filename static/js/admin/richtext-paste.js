// What comes from Word, Excel, LibreOffice, Google Docs or a page is tidied by the portal itself, so that the
// editor shows what will be stored. Pictures stay here meanwhile: those with their data are uploaded when the
// text is back, those that only name a file on the writer's machine stay as such, and the form asks for them.
;(() => {
  const FAILED =
    "Chưa làm sạch được phần vừa dán (mất kết nối hoặc hết phiên đăng nhập). Nội dung vẫn được dán và sẽ được làm sạch khi lưu."
  // A host that is nobody's (RFC 6761): it stands for a picture that does not travel.
  const PLACE = "https://anh-dan.invalid/"
  const SOURCE = /(<img\b[^>]*?\bsrc\s*=\s*)(?:"((?:data|file|blob|cid):[^"]*)"|'((?:data|file|blob|cid):[^']*)'|((?:data|file|blob|cid):[^\s>"']+))/gi

  const filters = () => {
    const folder = CKEDITOR.plugins.getPath("pastetools")
    const files = ["filter/common.js", "filter/image.js"].map((name) => CKEDITOR.getUrl(folder + name))
    return new Promise((done) => CKEDITOR.plugins.pastetools.loadFilters(files, done))
  }

  // Word puts the pictures beside the text, as RTF.
  const withPicturesOfRtf = async (html, rtf, editor) => {
    if (!rtf || !/src\s*=\s*["']?file:/i.test(html)) return html
    await filters()
    return CKEDITOR.pasteFilters.image(html, editor, rtf)
  }

  // A picture that the browser itself holds (blob:) can be drawn, and what is drawn be had as data. One of another
  // page cannot, and is asked for like one that stayed on the machine.
  const drawn = async (source) => {
    const image = new Image()
    image.src = source
    try {
      await image.decode()
    } catch {
      return source
    }
    const canvas = document.createElement("canvas")
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    canvas.getContext("2d").drawImage(image, 0, 0)
    return canvas.toDataURL("image/png")
  }

  const withBlobsDrawn = async (html) => {
    const sources = [...new Set(html.match(/blob:https?:[^"'\s>]+/gi))]
    const pictures = await Promise.all(sources.map(drawn))
    return sources.reduce((text, source, place) => text.replaceAll(source, pictures[place]), html)
  }

  const take = (html) => {
    const pictures = []
    const sent = html.replace(SOURCE, (_, before, a, b, c) => {
      pictures.push(a ?? b ?? c)
      return `${before}"${PLACE}${pictures.length - 1}"`
    })
    return { sent, pictures }
  }

  const giveBack = (html, pictures) =>
    html.replace(/https:\/\/anh-dan\.invalid\/(\d+)/g, (whole, number) =>
      CKEDITOR.tools.htmlEncodeAttr(pictures[number] ?? whole),
    )

  const tidied = async (editor, html) => {
    const form = editor.element.$.form ?? document
    const body = new FormData()
    body.append("html", html)
    const headers = { "X-CSRFToken": form.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "" }
    const answer = await fetch(editor.config.tidyUrl, { method: "POST", body, headers })
    if (!answer.ok) throw new Error(`${answer.status}`)
    return answer.json()
  }

  const paste = (editor, data, html) =>
    editor.fire("paste", {
      ...data,
      type: "html",
      dataValue: html,
      dontFilter: true,
      isTidied: true,
      // An empty one: what the clipboard holds is in the text by now.
      dataTransfer: new CKEDITOR.plugins.clipboard.dataTransfer(),
    })

  const tidyAndPaste = async (editor, data, html) => {
    const withPictures = await withPicturesOfRtf(html, data.dataTransfer.getData("text/rtf", true), editor)
    const { sent, pictures } = take(await withBlobsDrawn(withPictures))
    let answer
    try {
      answer = await tidied(editor, sent)
    } catch (error) {
      console.warn(error)
      editor.showNotification(FAILED, "warning")
      editor.fire("paste", { ...data, isTidied: true })
      return
    }
    if (editor.mode !== "wysiwyg") return
    paste(editor, data, giveBack(answer.html, pictures))
    editor.fire("oldText", answer)
  }

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    // Before the editor's own filters (3).
    editor.on(
      "paste",
      (event) => {
        const { data } = event
        const isOurs = data.dataTransfer.getTransferType(editor) !== CKEDITOR.DATA_TRANSFER_EXTERNAL
        if (data.isTidied || data.type === "text" || isOurs) return
        const html = data.dataTransfer.getData("text/html", true) || data.dataValue
        if (!html || !/<[a-z!]/i.test(html)) return
        event.cancel()
        tidyAndPaste(editor, data, html)
      },
      null,
      null,
      2,
    )
  })
})()
