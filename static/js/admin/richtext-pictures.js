// The dialog of a picture asks for words for who cannot see it, and for its width: a class, so that a phone and
// a wide screen each do it right.
;(() => {
  const SIZES = [
    ["Như ảnh gốc", ""],
    ["Nhỏ (một phần ba cột)", "image-small"],
    ["Một nửa cột", "image-half"],
    ["Hết cột", "image-full"],
  ]

  CKEDITOR.on("dialogDefinition", ({ data }) => {
    if (data.name !== "image2") return
    const info = data.definition.getContents("info")
    info.get("alt").validate = CKEDITOR.dialog.validate.notEmpty(
      "Hãy tả ảnh cho người không nhìn thấy: trong ảnh có ai, làm gì, ở đâu.",
    )
    info.add(
      {
        id: "size",
        type: "select",
        label: "Bề rộng trên trang",
        items: SIZES,
        setup(widget) {
          this.setValue(SIZES.map(([, name]) => name).find((name) => name && widget.hasClass(name)) ?? "")
        },
        commit(widget) {
          const classes = { ...widget.data.classes }
          for (const [, name] of SIZES) delete classes[name]
          if (this.getValue()) classes[this.getValue()] = 1
          widget.setData("classes", classes)
        },
      },
      "alignment",
    )
  })
})()
