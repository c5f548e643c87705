// A minute before the sign-in ends for want of work a notice says so; whoever goes on working renews it, in
// whichever tab. When it has ended the page stays as it is, with all that was typed, and nothing is sent until
// somebody has signed in again in another tab.
import { Session } from "./session.js";

const NOTICE = 60; // seconds
const TOLD_EVERY = 60_000; // the server hears of work once a minute at most
const UNREACHED = "Cổng không trả lời, có thể do mạng. Những gì bạn đã nhập vẫn còn trên trang này: hãy thử lại sau ít phút.";
const SPOKEN = [60, 30, 10];

function start(box) {
  const told = document.querySelector("[data-keep-alive-told]");
  const part = (name) => box.querySelector(`[data-${name}]`);
  let toldAt = Date.now();
  let timer;
  let spoken;

  function say(title, words, { again = false, aloud = words } = {}) {
    part("title").textContent = title;
    part("words").textContent = words;
    part("go-on").hidden = again || session.isFinal;
    part("again").hidden = !again;
    box.hidden = false;
    if (aloud !== spoken) told.textContent = spoken = aloud;
  }

  function show() {
    clearTimeout(timer);
    const { left } = session;
    if (left > NOTICE) {
      if (!box.hidden) told.textContent = spoken = "Bạn có thể làm việc tiếp.";
      box.hidden = true;
      timer = setTimeout(near, (left - NOTICE) * 1000);
    } else if (left > 0) {
      const why = session.isFinal ? "Đã đến giới hạn của một lần đăng nhập, hãy lưu ngay." : "Đã lâu không có thao tác nào.";
      const words = (seconds) => `${why} Sau ${seconds} giây bạn sẽ được đăng xuất.`;
      say("Bạn còn làm việc không?", words(left), { aloud: words(SPOKEN.findLast((at) => left <= at) ?? left) });
      timer = setTimeout(() => (session.left ? show() : near()), 1000);
    } else {
      const who = session.other ? ` Trình duyệt này đang đăng nhập bằng tài khoản «${session.other}».` : "";
      const words = `Những gì bạn đã nhập vẫn còn trên trang này.${who} Hãy đăng nhập lại ở thẻ mới rồi trở về đây để lưu.`;
      say("Bạn đã được đăng xuất", words, { again: true });
    }
  }

  // What this tab believes may be old: another may have worked meanwhile, or the machine have slept.
  async function near() {
    if (!(await session.ask())) timer = setTimeout(session.left ? show : near, 5000);
  }

  async function work() {
    if (session.left === 0 || Date.now() - toldAt < TOLD_EVERY) return;
    toldAt = Date.now();
    await session.ask("POST");
  }

  const session = new Session(box.dataset.keepAlive, Number(box.dataset.left), box.dataset.user, show);
  show();
  for (const event of ["keydown", "pointerdown", "input"]) document.addEventListener(event, work, true);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => ["key", "change"].forEach((event) => editor.on(event, work)));
  part("go-on").addEventListener("click", () => session.ask("POST"));
  const look = () => document.visibilityState === "visible" && !session.isFresh && session.ask();
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  window.addEventListener("pageshow", (event) => event.persisted && session.ask());

  // A form is sent when the server has said that it will be taken: an ended sign-in would lose what is in it.
  document.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      if (form.method !== "post" || session.isFresh) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!(await session.ask())) say("Chưa gửi được", UNREACHED);
      else if (session.left) form.requestSubmit(submitter);
    },
    true,
  );
}

export function enhance(root) {
  const box = root.querySelector("[data-keep-alive]");
  if (box) start(box);
}
