// Under the editor: the pictures of the text that somebody must do something about. One that is described by
// no words gets a box for them; one that stayed on the writer's machine, or is another site's and so will not
// be shown to readers, gets a button that takes the file.
const WORDS = {
  lost: "chưa vào bài: trình duyệt không lấy được ảnh từ nơi chép. Hãy chọn tệp ảnh trên máy.",
  remote: "nằm ở trang khác, người đọc sẽ không thấy. Hãy lưu ảnh về máy rồi chọn tệp.",
};
const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif";

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function stateOf(image) {
  const source = image.getAttribute("src") ?? "";
  if (/^(file|blob|cid):/i.test(source) || !source) return "lost";
  if (/^data:/i.test(source)) return ""; // On its way.
  const address = new URL(source, document.baseURI);
  if (address.host !== location.host) return "remote";
  return image.getAttribute("alt")?.trim() ? "" : "undescribed";
}

const nameOf = (image) => {
  const source = image.getAttribute("src") ?? "";
  if (stateOf(image) === "remote") return new URL(source, document.baseURI).host;
  const last = decodeURIComponent(source.split(/[\\/?#]/).filter(Boolean).at(-1) ?? "");
  return last.length > 40 ? `${last.slice(0, 40)}…` : last;
};

function watch(editor) {
  const holder = editor.container.$.parentElement;
  const list = element("div", "", "editor-pictures");
  holder.append(list);
  const rows = new Map(); // By the picture's element.

  const set = (image, name, value) => {
    const widget = editor.widgets.getByElement(new CKEDITOR.dom.element(image));
    if (widget?.name === "image") widget.setData(name, value);
    else {
      image.setAttribute(name, value);
      if (name === "src") image.dataset.ckeSavedSrc = value;
    }
    editor.fire("change");
  };

  const upload = (image, file) => {
    // The repository of the editor: the form waits for what is on its way (richtext-uploads.js).
    const loader = editor.uploadRepository.create(file);
    CKEDITOR.fileTools.bindNotifications(editor, loader);
    loader.on("uploaded", () => {
      set(image, "src", loader.url);
      editor.fire("saveSnapshot");
      draw();
    });
    loader.loadAndUpload(editor.config.imageUploadUrl);
  };

  const describing = (image) => {
    const label = element("label", "Ảnh này chưa có mô tả cho người không nhìn thấy: ");
    const box = element("input");
    box.type = "text";
    box.maxLength = 250;
    box.placeholder = "Trong ảnh có ai, làm gì, ở đâu?";
    box.addEventListener("input", () => set(image, "alt", box.value));
    box.addEventListener("change", draw);
    // Enter goes on to the next picture; it does not send the form.
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      box.blur();
      list.querySelector("input[type=text]")?.focus();
    });
    label.append(box);
    return [label];
  };

  const replacing = (image, state) => {
    const label = element("label", "Chọn tệp ảnh", "button");
    const file = element("input");
    file.type = "file";
    file.accept = ACCEPTED;
    file.addEventListener("change", () => file.files[0] && upload(image, file.files[0]));
    label.append(file);
    return [element("p", `Ảnh «${nameOf(image)}» ${WORDS[state]}`), label];
  };

  const rowOf = (image, state) => {
    const row = element("div", "", `editor-picture is-${state}`);
    row.dataset.state = state;
    if (state === "undescribed") {
      const small = element("img");
      small.src = image.src;
      small.alt = "";
      row.append(small, ...describing(image));
    } else row.append(...replacing(image, state));
    return row;
  };

  function draw() {
    if (editor.mode !== "wysiwyg") return;
    const images = [...editor.editable().$.querySelectorAll("img")].filter(
      (image) => !image.matches("[data-cke-realelement], .cke_reset, [data-cke-upload-id]"),
    );
    for (const [image, row] of rows) {
      const state = images.includes(image) ? stateOf(image) : "";
      // What somebody is typing into stays.
      if (state !== row.dataset.state && !row.contains(document.activeElement)) {
        row.remove();
        rows.delete(image);
      }
    }
    for (const image of images) {
      const state = stateOf(image);
      if (state && !rows.has(image)) rows.set(image, rowOf(image, state));
    }
    list.hidden = rows.size === 0;
    const ordered = images.filter((image) => rows.has(image)).map((image) => rows.get(image));
    if (ordered.some((row, place) => list.children[place] !== row)) list.replaceChildren(...ordered);
  }

  const later = CKEDITOR.tools.eventsBuffer(300, draw);
  editor.on("change", later.input);
  editor.on("mode", later.input);
  draw();
}

export function enhance() {
  if (!window.CKEDITOR) return;
  for (const editor of Object.values(CKEDITOR.instances)) {
    if (editor.status === "ready") watch(editor);
  }
  CKEDITOR.on("instanceReady", ({ editor }) => watch(editor));
}
