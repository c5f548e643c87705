// A vote in a block: the form is fetched (the page is the same for everyone, the form is not) and sent, with
// the work that it asks for.
import { canWork, explain, work } from "./work.js";

const MOST_TRIES = 4; // While others vote, the work may turn out too light.
const PATIENCE = 30_000; // Milliseconds for an answer.

// Raises an error for what is no part of ours: a page of nginx, of a hotel's network, or a whole page of the
// portal (the poll is gone, or cookies are), which is to be seen as such.
async function fetchPart(address, options) {
  // Safari 15 has no such signal, and waits as long as it likes.
  const response = await fetch(address, { signal: AbortSignal.timeout?.(PATIENCE), ...options });
  const part = new DOMParser().parseFromString(await response.text(), "text/html").body;
  if (part.querySelector("main") || !part.querySelector("form.poll-form, [data-answer]")) {
    throw new Error(`${response.status}`);
  }
  return part;
}

// Returns what is to stand in the place of the form: thanks, results, or the form with what is wrong. ``wording``
// tells which words the choices answer: those that the block showed.
export async function vote(address, chosen, wording, say) {
  let part = await fetchPart(address);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const form = part.querySelector("form.poll-form");
    if (!form || (tries > 0 && !("again" in form.dataset && canWork()))) {
      break;
    }
    await work(form, say);
    const data = new FormData(form);
    data.delete("chon");
    chosen.forEach((choice) => data.append("chon", choice));
    data.set("ban", wording);
    part = await fetchPart(address, { method: "POST", body: data });
  }
  explain(part);
  return part;
}
