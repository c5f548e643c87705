// The button for a video or a map. What is written is a paragraph with one link; the portal knows the rest
// (core/embeds.py), also where somebody pastes the address alone.
;(() => {
  const KNOWN =
    /^(https?:\/\/)?(((www\.|m\.)?youtube\.com\/(watch|shorts\/|live\/|embed\/)|youtu\.be\/)|(www\.)?google\.com(\.vn)?\/maps|maps\.google\.com\/|(www\.)?openstreetmap\.org\/.*#map=)/i
  const SHORT_MAP = /^(https?:\/\/)?(maps\.app\.goo\.gl|goo\.gl\/maps|osm\.org\/go)\//i
  const TEXTS = {
    button: "Video, bản đồ",
    address: "Địa chỉ (YouTube, Google Maps, OpenStreetMap)",
    title: "Tên hiện trên khung",
    titleHint: "Ví dụ: Phóng sự ngày khai giảng; Đường đến trụ sở Sở",
    unknown:
      "Chỉ nhúng được video YouTube, bản đồ Google Maps hoặc OpenStreetMap. Địa chỉ khác thì chèn bằng nút Liên kết.",
    short:
      "Đây là liên kết rút gọn: cổng không biết nó dẫn tới đâu. Hãy mở nó ở một thẻ mới của trình duyệt, đợi bản đồ hiện ra, rồi chép địa chỉ dài trên thanh địa chỉ (của Google Maps thì bắt đầu bằng https://www.google.com/maps/) và dán lại vào đây.",
    noTitle: "Hãy đặt tên cho khung: người nghe bằng máy đọc và bản in cần tên này.",
    help: "Trang chỉ nối tới YouTube hay bản đồ khi người đọc bấm vào khung.",
  }
  const complete = (address) => (/^https?:\/\//i.test(address) ? address : `https://${address}`)

  const card = (editor, address, title) => {
    const link = new CKEDITOR.dom.element("a", editor.document)
    link.setAttributes({ href: complete(address), "data-cke-saved-href": complete(address) })
    link.setText(title)
    const paragraph = new CKEDITOR.dom.element("p", editor.document)
    paragraph.addClass("embed")
    paragraph.append(link)
    return paragraph
  }

  const checkAddress = function () {
    const address = this.getValue().trim()
    if (SHORT_MAP.test(address)) return fail(TEXTS.short)
    return KNOWN.test(address) || fail(TEXTS.unknown)
  }

  const fail = (sentence) => {
    alert(sentence)
    return false
  }

  CKEDITOR.dialog.add("card", (editor) => ({
    title: TEXTS.button,
    minWidth: 320,
    minHeight: 120,
    contents: [
      {
        id: "card",
        elements: [
          { type: "text", id: "address", label: TEXTS.address, required: true, validate: checkAddress },
          {
            type: "text",
            id: "title",
            label: TEXTS.title,
            required: true,
            validate() {
              return Boolean(this.getValue().trim()) || fail(TEXTS.noTitle)
            },
          },
          { type: "html", html: `<p style="white-space:normal">${TEXTS.titleHint}.<br>${TEXTS.help}</p>` },
        ],
      },
    ],
    onOk() {
      const [address, title] = ["address", "title"].map((id) => this.getValueOf("card", id).trim())
      editor.insertElement(card(editor, address, title))
    },
  }))

  CKEDITOR.plugins.add("card", {
    requires: "dialog",
    init(editor) {
      editor.addCommand("card", new CKEDITOR.dialogCommand("card", { allowedContent: "p(embed); a[!href]" }))
      editor.ui.addButton("Card", { label: TEXTS.button, command: "card", toolbar: "insert,11" })
    },
  })

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    // An address alone, pasted on an empty line, is seen as a card at once.
    editor.on(
      "paste",
      (event) => {
        const text = event.data.dataTransfer.getData("text/plain")?.trim() ?? ""
        if (event.data.isTidied || event.data.dataTransfer.getData("text/html", true) || /\s/.test(text)) return
        if (SHORT_MAP.test(text)) editor.showNotification(TEXTS.short, "info", 0)
        if (!KNOWN.test(text)) return
        const block = editor.elementPath()?.block
        if (!block?.is("p") || block.getText().trim()) return
        event.data.type = "html"
        event.data.dontFilter = true
        event.data.dataValue = card(editor, text, text).getOuterHtml()
      },
      null,
      null,
      8,
    )
  })
})()
