// What is typed goes to the server by itself every twenty seconds, and every three into this browser, where it
// outlives a sign-in that has ended. The same request says that the form is open, and learns who else has it.
import { csrf } from "./csrf.js";
import { Copies } from "./local-copies.js";

const EVERY = 20_000;
const LOOK_EVERY = 3_000;
const WORDS = {
  "signed-out": "Bạn đã được đăng xuất. Bản đang soạn được giữ trên máy này; đăng nhập lại thì cổng tự lưu tiếp.",
  other: "Trình duyệt này đang đăng nhập bằng tài khoản khác. Bản đang soạn chỉ được giữ trên máy này.",
  "too-large": "Bản đang soạn quá dài để tự lưu. Hãy bấm lưu, và tải ảnh lên thay vì dán thẳng vào bài.",
  gone: "Nội dung này đã bị xóa. Bản đang soạn được giữ trên máy này.",
  locked: "Bạn không còn sửa được nội dung này. Phần đã tự lưu còn ở «Bản soạn dở của tôi»; phần mới gõ được giữ trên máy này.",
  silent: "Chưa tự lưu được, có thể do mạng. Bản đang soạn được giữ trên máy này; cổng sẽ thử lại.",
};

const isKept = (name, value) => typeof value === "string" && (/^_(version$|held-)/.test(name) || !/^(_|csrfmiddlewaretoken$)/.test(name));

function editorsOf(form) {
  return Object.values(window.CKEDITOR?.instances ?? {}).filter((editor) => editor.element.$.form === form);
}

class Draft {
  constructor(form, field) {
    Object.assign(this, { form, field, told: document.querySelector("[data-draft-status]") });
    const { kind, object, for: person } = field.dataset;
    this.copies = new Copies(person, kind, object || "moi");
    this.isSending = false;
  }

  get token() {
    return this.field.value;
  }

  typed() {
    for (const editor of editorsOf(this.form)) if (editor.status === "ready") editor.updateElement();
    return [...new FormData(this.form)].filter(([name, value]) => isKept(name, value));
  }

  // Takes note of how the form looks untouched; an editor puts its text in order when it is ready.
  begin() {
    const start = this.typed();
    this.kept = this.sent = JSON.stringify(start);
    if ("typed" in this.field.dataset) this.kept = this.sent = "";
    window.CKEDITOR?.on("instanceReady", ({ editor }) => {
      const entry = start.find(([name]) => name === editor.element.$.name);
      if (!entry || this.sent === "") return;
      const isUntouched = { kept: this.kept === JSON.stringify(start), sent: this.sent === JSON.stringify(start) };
      entry[1] = editor.getData();
      for (const [name, is] of Object.entries(isUntouched)) if (is) this[name] = JSON.stringify(start);
    });
  }

  keep() {
    if (this.isSending) return;
    const now = JSON.stringify(this.typed());
    if (now === this.kept) return;
    this.kept = now;
    if (!this.copies.put(this.token, now)) this.say("Trình duyệt này không còn chỗ giữ bản tạm.", true);
  }

  body(token, typed, extra = {}) {
    const body = new FormData();
    for (const [name, value] of typed) body.append(name, value);
    const own = { _draft: token, _for: this.field.dataset.for, ...extra };
    for (const [name, value] of Object.entries(own)) body.set(name, value);
    return body;
  }

  async send(body, keepalive = false) {
    try {
      const headers = { "X-CSRFToken": csrf() };
      const answer = await fetch(this.field.dataset.autosave, { method: "POST", body, headers, keepalive, cache: "no-store" });
      return answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : { state: "silent" };
    } catch {
      return { state: "silent" };
    }
  }

  async beat() {
    if (this.isSending || this.isAsking) return;
    this.keep();
    const typed = this.typed();
    const now = JSON.stringify(typed);
    const isNew = now !== this.sent;
    this.isAsking = true;
    const answer = await this.send(this.body(this.token, isNew ? typed : []));
    this.isAsking = false;
    if (answer.state === "ok") {
      if (isNew) this.sent = now;
      // The server let go of the draft, for others of this person or for his «Bỏ» in another tab.
      const isLost = this.isHeld && !answer.saved;
      this.isHeld = Boolean(answer.saved);
      if (isLost) {
        this.sent = "";
        return this.beat();
      }
      this.say(answer.saved ? `Đã tự lưu bản soạn dở lúc ${answer.saved}. Chỉ bạn thấy bản này.` : "");
      this.tellOthers(answer);
      if (answer.doubts) this.tellDoubts(answer.doubts);
    } else if (answer.state === "done") {
      this.goOn(answer.token);
    } else if (answer.state !== "too-often") {
      this.say(WORDS[answer.state] ?? WORDS.silent, true);
      if (answer.state === "signed-out") this.leadToSignIn();
    }
  }

  // Somebody went back to a form that was saved: what he types from here on is another draft.
  goOn(token) {
    this.copies.drop(this.token);
    this.field.value = token;
    this.kept = this.sent = this.submitted ?? JSON.stringify(this.typed());
    this.isHeld = false;
    this.keep();
  }

  // Copies that the server never got, from before a crash or an ended sign-in: it gets them, and offers them.
  async handOver() {
    const left = this.copies.all().filter(({ token }) => token !== this.token);
    for (const { token, data } of left) {
      const answer = await this.send(this.body(token, JSON.parse(data), { _offers: "1", _own: this.token, _left: "1" }));
      if (!["ok", "done"].includes(answer.state)) return;
      this.copies.drop(token);
      if (answer.state === "ok") document.querySelector("[data-offers]").innerHTML = answer.offers;
    }
  }

  leave() {
    if (this.isSending) return;
    this.keep();
    this.send(this.body(this.token, [], { _left: "1" }), true);
  }

  say(words, isWorried = false) {
    if (this.said !== words) this.told.textContent = this.said = words;
    this.told.classList.toggle("is-worried", isWorried);
  }

  // The way that the notice of the end of a sign-in has, too (keep-alive.js): in a tab of its own.
  leadToSignIn() {
    if (this.told.querySelector("a")) return;
    const { href, target, rel, textContent } = document.querySelector("[data-keep-alive] [data-again]");
    this.told.append(" ", Object.assign(document.createElement("a"), { href, target, rel, textContent }));
  }

  tellOthers({ others, version, by }) {
    const lines = others.map(({ name, since }) => `${name} đang mở nội dung này, từ ${since}.`);
    const opened = this.form.querySelector("[name=_version]").value;
    if (version && opened && version !== opened) {
      lines.unshift(`${by || "Ai đó"} vừa lưu bản khác. Khi bạn lưu, cổng cho xem chỗ khác nhau rồi mới hỏi giữ bản nào.`);
    }
    const box = document.querySelector("[data-others]");
    if (box.innerText.trim() === lines.join("\n")) return;
    const note = (text) => Object.assign(document.createElement("p"), { className: "draft-note", textContent: text });
    box.replaceChildren(...lines.map(note));
  }

  // The number of doubts is read out where it changed; a list that somebody has open stays so.
  tellDoubts(html) {
    const box = document.querySelector("[data-doubts]");
    const news = new DOMParser().parseFromString(html, "text/html").querySelector("[data-doubts]");
    box.hidden = news.hidden;
    for (const part of ["[role=status]", "ul"]) {
      const [now, next] = [box, news].map((each) => each.querySelector(part));
      if (now.innerHTML !== next.innerHTML) now.replaceChildren(...next.childNodes);
    }
  }
}

export function enhance(root) {
  Copies.tidy();
  const field = root.querySelector("[data-autosave]");
  if (!field) return;
  Copies.hasten(field.dataset.for);
  const draft = new Draft(field.form, field);
  draft.begin();
  draft.handOver();
  setInterval(() => draft.keep(), LOOK_EVERY);
  setInterval(() => draft.beat(), EVERY);
  draft.beat();
  // After whatever stops a form from being sent.
  window.addEventListener("submit", (event) => {
    if (event.target !== draft.form || event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
    draft.keep();
    draft.submitted = JSON.stringify(draft.typed());
    draft.isSending = true;
  });
  window.addEventListener("pageshow", () => (draft.isSending = false));
  window.addEventListener("pagehide", () => draft.leave());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && draft.keep());
}
