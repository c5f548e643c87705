// Many pictures chosen or dropped at once: each is sent ahead, held for the form, and gets a row of its own.

import { csrf } from "./csrf.js";

const byName = new Intl.Collator("vi", { numeric: true });
const SILENT = "chưa tải lên được, có thể do mạng. Hãy chọn lại ảnh này.";

async function hold(address, file) {
  const body = new FormData();
  body.append("upload", file);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf() } });
    return answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : { error: SILENT };
  } catch {
    return { error: SILENT };
  }
}

function addRow(group, file, { token, preview, drop }) {
  const orders = [...group.querySelectorAll("tr.form-row:not(.empty-form) input[name$=-order]")];
  group.querySelector(".add-row a").click();
  const row = group.querySelector("tr.empty-form").previousElementSibling;
  const box = row.querySelector("input[type=file]");
  const held = Object.assign(document.createElement("input"), { type: "hidden", name: `_held-${box.name}`, value: token });
  box.before(held);
  row.querySelector(".file-box-name").textContent = file.name;
  Object.assign(row.querySelector(".picture-preview"), { src: preview, hidden: false });
  row.dataset.drop = drop;
  row.querySelector("input[name$=-order]").value = Math.max(0, ...orders.map(({ value }) => Number(value))) + 1;
  return row;
}

class ManyPictures {
  constructor(place) {
    this.group = place.closest(".inline-group");
    this.address = place.dataset.manyPictures;
    this.input = place.querySelector("input");
    this.progress = place.querySelector("progress");
    this.told = place.querySelector(".many-told");
    this.refused = place.querySelector(".many-refused");
    this.waiting = [];
  }

  // One after the other: the order is kept, and a slow line carries one picture at a time.
  async take(files) {
    this.waiting.push(...[...files].sort((first, second) => byName.compare(first.name, second.name)));
    if (this.isBusy || this.waiting.length === 0) return;
    this.isBusy = true;
    this.refused.replaceChildren();
    let [done, kept, first] = [0, 0, null];
    try {
      while (this.waiting.length) {
        this.show(done, done + this.waiting.length);
        const file = this.waiting.shift();
        const answer = await hold(this.address, file);
        done += 1;
        if (answer.token) {
          kept += 1;
          const row = addRow(this.group, file, answer);
          first ??= row;
        } else {
          this.refuse(file, answer.error);
        }
      }
    } finally {
      this.isBusy = false;
      this.progress.hidden = true;
    }
    this.told.textContent = `Đã thêm ${kept} trong ${done} ảnh.${kept ? " Hãy mô tả từng ảnh rồi lưu bài." : ""}`;
    this.sendWaiting(kept === done, first);
  }

  show(done, all) {
    Object.assign(this.progress, { hidden: false, max: all, value: done });
    this.told.textContent = `Đang tải ảnh ${done + 1} trong ${all} …`;
  }

  refuse(file, sentence) {
    this.refused.append(Object.assign(document.createElement("li"), { textContent: `${file.name}: ${sentence}` }));
  }

  // A form that was sent meanwhile goes when all have arrived; where one was refused, it stays.
  sendWaiting(isWhole, row) {
    const { wasSent, submitter } = this;
    this.wasSent = false;
    if (wasSent && isWhole) this.input.form.requestSubmit(submitter);
    else row?.querySelector("input[name$=-alt]")?.focus();
  }
}

export function enhance(root) {
  for (const place of root.querySelectorAll("[data-many-pictures]")) {
    const many = new ManyPictures(place);
    place.hidden = false;
    many.input.addEventListener("change", () => {
      const files = [...many.input.files];
      many.input.value = "";
      many.take(files);
    });
    // A picture whose row is taken out again is held no longer. Before Django takes the row away.
    many.group.addEventListener(
      "click",
      (event) => {
        const address = event.target.closest(".inline-deletelink")?.closest("tr.form-row").dataset.drop;
        if (address) fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf() }, keepalive: true });
      },
      true,
    );
    // A single box takes what is dropped on it by itself.
    const drops = (event) => event.dataTransfer.types.includes("Files") && !event.target.matches("input[type=file]");
    many.group.addEventListener("dragover", (event) => drops(event) && event.preventDefault());
    many.group.addEventListener("drop", (event) => {
      if (!drops(event)) return;
      event.preventDefault();
      many.take(event.dataTransfer.files);
    });
    window.addEventListener(
      "submit",
      (event) => {
        if (!many.isBusy || event.target !== many.input.form) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        Object.assign(many, { wasSent: true, submitter: event.submitter });
        many.told.textContent = "Đang tải ảnh lên. Bài sẽ tự lưu ngay khi ảnh tải xong.";
      },
      true,
    );
  }
}
