// A link to a page with a form opens the form where the link is. What was typed stays when something goes wrong; each
// sending fetches a fresh token and fresh work, however long somebody has been writing.
import { takeOver } from "./place.js";

const FAILED = [
  "Chưa gửi được, hoặc chưa nhận được trả lời của cổng. Phần bạn viết vẫn còn: hãy bấm lần nữa sau ít giây.",
];
const OURS = ["csrfmiddlewaretoken", "bang_chung", "lan"]; // Of the form as it is sent, not as it was opened.

function fill(data, given) {
  for (const name of new Set([...data.keys(), ...given.keys()])) {
    if (!OURS.includes(name)) {
      data.delete(name);
      given.getAll(name).forEach((value) => data.append(name, value));
    }
  }
}

async function open(link, place) {
  const { fetchPart, send } = await import("./sending.js"); // Only when somebody writes.
  const address = new URL(link.href);
  address.pathname += "khung/";
  const part = await fetchPart(address);
  place.replaceChildren(...part.childNodes);
  takeOver(place, (given, say) => send(address, (data) => fill(data, given), say), () => FAILED);
}

function start(link) {
  let place;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    try {
      if (!place) {
        place = document.createElement("div");
        link.closest("p").after(place);
        await open(link, place);
      }
      place.querySelector("textarea, input:not([type=hidden], [tabindex='-1']), [data-answer]")?.focus();
    } catch {
      location.assign(link.href); // That page needs no script.
    }
  });
}

export function enhance(root) {
  root.querySelectorAll("[data-form]").forEach(start);
}
