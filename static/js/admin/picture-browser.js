// Hands the picture that is pressed, with its description, to the editor whose window opened this one.
import { csrf } from "./modules/csrf.js";

const choices = document.querySelector("[data-place]");
const FAILED = "Chưa lấy được ảnh này: ảnh không còn, hoặc phiên đăng nhập đã hết. Hãy tải lại trang rồi chọn lại.";


// A picture of another place becomes one for texts first, so that it stays when that place gives it up.
async function take({ take: address, url }) {
  if (!address) return url;
  const answer = await fetch(`${address}${location.search}`, { method: "POST", headers: { "X-CSRFToken": csrf() } });
  return (await answer.json()).url;
}

function choose(url, alt) {
  const { CKEDITOR } = window.opener;
  // The editor calls it with its own dialog at hand.
  CKEDITOR.tools.callFunction(choices.dataset.place, url, function fillIn() {
    const box = this.getDialog().getContentElement("info", "alt");
    if (box && !box.getValue()) {
      box.setValue(alt);
    }
  });
  window.close();
}

choices?.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button || !window.opener?.CKEDITOR) return;
  try {
    choose(await take(button.dataset), button.dataset.alt);
  } catch {
    const note = Object.assign(document.createElement("p"), { className: "errornote", textContent: FAILED });
    document.querySelector("[role=alert]").replaceChildren(note);
  }
});
