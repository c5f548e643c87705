// Text in an encoding of before Unicode (TCVN3, VNI), pasted or stored, in the editor or in a box: said under
// it, with how it looks now and how it would, and converted when somebody presses the button.
const URL = "/quan-tri/soan-thao/bang-ma/";
// Letters that such encodings use and Vietnamese does not; two of them are worth a question to the portal.
const FOREIGN = /[¡¢£¤¥¦§¨ª¬\u00ad®µ¶¸¹¼½¾ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ]/g;
const MOST_SHOWN = 3;
const LONGEST_SHOWN = 160;

const isSuspect = (text) => (text.match(FOREIGN) ?? []).length >= 2;

const shortened = (text) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

async function asked(form, kind, text) {
  const body = new FormData();
  body.append(kind, text);
  const headers = { "X-CSRFToken": form.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "" };
  const answer = await fetch(URL, { method: "POST", body, headers });
  // Without an answer nothing is offered; before it is published the text is looked at once more.
  return answer.ok ? (await answer.json()).old : null;
}

// One note a place; `convert` gets the pairs of what is and what would be.
function noteIn(holder, convert) {
  const note = element("div", "", "old-text");
  note.setAttribute("role", "status");
  note.hidden = true;
  holder.append(note);

  const hide = () => {
    note.hidden = true;
    note.replaceChildren();
  };

  const show = (old) => {
    const samples = element("dl");
    for (const [before, after] of old.changes.slice(0, MOST_SHOWN)) {
      samples.append(element("dt", "Đang là"), element("dd", shortened(before)));
      samples.append(element("dt", "Sẽ thành"), element("dd", shortened(after)));
    }
    const yes = element("button", "Chuyển sang Unicode", "button");
    const no = element("button", "Giữ nguyên", "button is-quiet");
    yes.type = no.type = "button";
    yes.addEventListener("click", () => {
      convert(old.changes);
      hide();
    });
    no.addEventListener("click", hide);
    const more = old.changes.length - MOST_SHOWN;
    note.replaceChildren(
      element("p", `Có chữ viết bằng bảng mã cũ ${old.name}: người đọc sẽ thấy sai chữ.`),
      samples,
      ...(more > 0 ? [element("p", `Còn ${more} đoạn khác.`)] : []),
      yes,
      no,
    );
    note.hidden = false;
  };

  return { show, hide };
}

function textNodes(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

function watchEditor(editor) {
  const form = editor.element.$.form;
  if (!form) return;
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  const convert = (changes) => {
    const known = new Map(changes.map(([before, after]) => [plain(before), after]));
    editor.fire("saveSnapshot");
    for (const node of textNodes(editor.editable().$)) {
      const after = known.get(plain(node.data));
      if (after === undefined) continue;
      const [, start, end] = node.data.match(/^(\s*)[^]*?(\s*)$/);
      node.data = start + after.trim() + end;
    }
    editor.fire("saveSnapshot");
    editor.fire("change");
  };

  const holder = editor.container.$.parentElement;
  const note = noteIn(holder, convert);
  const look = async () => {
    const old = isSuspect(editor.getData()) ? await asked(form, "html", editor.getData()) : null;
    if (old) note.show(old);
  };
  // What was tidied was looked at with its fonts, which say more than the words; plain text was not.
  let isTold = false;
  editor.on("oldText", ({ data }) => {
    isTold = true;
    if (data.old) note.show(data.old);
  });
  editor.on("afterPaste", () => {
    if (!isTold) look();
    isTold = false;
  });
  look();
}

function watchBox(box) {
  let note;
  const look = async () => {
    const text = box.value;
    const old = isSuspect(text) ? await asked(box.form, "text", text) : null;
    if (box.value !== text) return; // Somebody went on typing.
    if (old) (note ??= noteIn(box.parentElement, convert)).show(old);
    else note?.hide();
  };
  const convert = ([[, after]]) => {
    box.value = after;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  };
  box.addEventListener("change", look);
  if (isSuspect(box.value)) look();
}

export function enhance(root) {
  for (const box of root.querySelectorAll("form[method=post] :is(input[type=text], textarea)")) {
    if (box.form?.querySelector("[name=csrfmiddlewaretoken]") && !box.closest(".django-ckeditor-widget")) watchBox(box);
  }
  if (!window.CKEDITOR) return;
  for (const editor of Object.values(CKEDITOR.instances)) {
    if (editor.status === "ready") watchEditor(editor);
  }
  CKEDITOR.on("instanceReady", ({ editor }) => watchEditor(editor));
}
