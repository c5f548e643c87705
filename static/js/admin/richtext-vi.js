// What CKEditor's Vietnamese lacks or gets wrong, of the parts that the toolbar offers.
;(() => {
  const PASTE = "Nhấn %1 để dán. Trình duyệt không cho dán bằng nút hay trình đơn."
  const CORE = {
    common: {
      browseServer: "Chọn ảnh đã có",
      justify: "Căn đều hai bên",
      notSet: "(không chọn)",
      url: "Địa chỉ",
    },
    clipboard: {
      pasteNotification: PASTE,
      pasteMsg: "Dán nội dung vào ô dưới đây rồi bấm Đồng ý.",
      fileFormatNotSupportedNotification: "Không nhận tệp loại ${formats}.",
      fileWithoutFormatNotSupportedNotification: "Không nhận loại tệp này.",
    },
    format: { tag_h2: "Tiêu đề lớn", tag_h3: "Tiêu đề vừa", tag_h4: "Tiêu đề nhỏ" },
    link: {
      displayText: "Chữ hiển thị",
      emailBody: "Nội dung thư",
      emailSubject: "Tiêu đề thư",
      noEmail: "Hãy nhập địa chỉ thư điện tử.",
      noTel: "Hãy nhập số điện thoại.",
      noUrl: "Hãy nhập địa chỉ của liên kết.",
      phoneNumber: "Số điện thoại",
      toPhone: "Điện thoại",
      toUrl: "Địa chỉ trang",
      type: "Loại liên kết",
    },
    list: { bulletedlist: "Danh sách gạch đầu dòng", numberedlist: "Danh sách đánh số" },
    liststyle: {
      bulletedTitle: "Danh sách gạch đầu dòng",
      notset: "(không chọn)",
      numberedTitle: "Danh sách đánh số",
      start: "Bắt đầu từ",
      type: "Kiểu",
    },
    notification: { closed: "Đã đóng thông báo." },
    pastefromword: { toolbar: "Dán từ Word" },
    pastetext: { pasteNotification: PASTE },
    table: { caption: "Tên bảng", headers: "Ô tiêu đề" },
    undo: { redo: "Làm lại", undo: "Hoàn tác" },
    uploadwidget: {
      abort: "Đã hủy tải lên.",
      doneOne: "Đã tải tệp lên.",
      doneMany: "Đã tải lên %1 tệp.",
      uploadOne: "Đang tải tệp lên ({percentage}%)…",
      uploadMany: "Đang tải lên tệp {current} trên {max} ({percentage}%)…",
    },
  }
  const CELL = { columnHeader: "Ô đầu cột", rowHeader: "Ô đầu hàng" }
  const IMAGE = {
    alt: "Văn bản thay thế (tả ảnh cho người không xem được)",
    // The caption starts empty: a placeholder that nobody replaced would be published.
    captionPlaceholder: "",
    urlMissing: "Hãy tải ảnh lên hoặc nhập địa chỉ của ảnh.",
  }

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    editor.on("langLoaded", () => {
      for (const [part, texts] of Object.entries(CORE)) Object.assign(editor.lang[part], texts)
      Object.assign(editor.lang.table.cell, CELL)
    })
    // The texts of image2 come with the plugin itself, later than the others.
    editor.on("pluginsLoaded", () => Object.assign(editor.lang.image2, IMAGE))
  })
})()
