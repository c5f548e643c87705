// A page's own form that asks for work: it is done when somebody sends the form, and at once where the form came
// back for want of it.
import { canWork, explain, work } from "./work.js";

const MOST_AGAIN = 3; // So often the page sends its form by itself; then somebody has to press the button.

function start(form) {
  const status = form.querySelector("[data-status]");
  const say = (words) => status.replaceChildren(words);
  let isUnderWay = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isUnderWay) {
      return;
    }
    isUnderWay = true;
    try {
      await work(form, say);
      form.submit();
    } catch {
      say("Máy không tự kiểm tra được. Hãy bấm lần nữa.");
    } finally {
      isUnderWay = false;
    }
  });
  window.addEventListener("pageshow", () => isUnderWay || say("")); // Back from where it led to.
  const times = Number(form.dataset.again); // What was chosen is there still: only the work was missing.
  if (times < MOST_AGAIN && canWork()) {
    form.elements.lan.value = times + 1;
    form.requestSubmit();
  }
}

export function enhance(root) {
  explain(root);
  root.querySelectorAll("form[data-challenge]").forEach(start);
}
