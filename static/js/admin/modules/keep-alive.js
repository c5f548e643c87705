// A minute before the sign-in ends for want of work a notice says so; whoever goes on working renews it, in
// whichever tab. When it has ended the page stays as it is, with all that was typed, and nothing is sent until
// somebody has signed in again in another tab.
import { Notice } from "./keep-alive-notice.js";
import { Session } from "./session.js";

const NOTICE = 60; // seconds
const TOLD_EVERY = 60_000; // the server hears of work once a minute at most

function start(box, told) {
  const notice = new Notice(box, told);
  let toldAt = Date.now();
  let timer;

  function show() {
    clearTimeout(timer);
    const { left } = session;
    if (left > NOTICE) {
      notice.hide();
      timer = setTimeout(near, (left - NOTICE) * 1000);
    } else if (left > 0) {
      notice.warn(left, session.isFinal);
      timer = setTimeout(() => (session.left ? show() : near()), 1000);
    } else {
      notice.tellEnd(session.other);
    }
  }

  // What this tab believes may be old: another may have worked meanwhile, or the machine have slept.
  async function near() {
    if (!(await session.ask())) timer = setTimeout(session.left ? show : near, 5000);
  }

  function work() {
    if (session.left === 0 || Date.now() - toldAt < TOLD_EVERY) return;
    toldAt = Date.now();
    session.ask("POST");
  }

  // A form is sent when the server has said that it will be taken: an ended sign-in would lose what is in it.
  async function send(event) {
    const { target: form, submitter } = event;
    if (form.method !== "post" || session.isFresh) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await session.ask())) notice.tellSilence();
    else if (session.left) form.requestSubmit(submitter);
  }

  const session = new Session(box.dataset.keepAlive, Number(box.dataset.left), box.dataset.user, show);
  show();
  for (const event of ["keydown", "pointerdown", "input"]) document.addEventListener(event, work, true);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => ["key", "change"].forEach((event) => editor.on(event, work)));
  notice.part("go-on").addEventListener("click", () => session.ask("POST"));
  const look = () => document.visibilityState === "visible" && !session.isFresh && session.ask();
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  window.addEventListener("pageshow", (event) => event.persisted && session.ask());
  document.addEventListener("submit", send, true);
}

export function enhance(root) {
  const box = root.querySelector("[data-keep-alive]");
  if (box) start(box, root.querySelector("[data-keep-alive-told]"));
}
