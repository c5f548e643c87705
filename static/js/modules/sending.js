// Sends a form of a page that is the same for everyone: the form itself, which is not, is fetched first, with a
// token and with the work that it asks for.
import { canWork, explain, work } from "./work.js";

const MOST_TRIES = 4; // While others send, the work may turn out too light.
const PATIENCE = 30_000; // Milliseconds for an answer.

// Raises an error for what is no part of ours: a page of nginx, of a hotel's network, or a whole page of the
// portal (the object is gone, or cookies are), which is to be seen as such.
export async function fetchPart(address, options) {
  // Safari 15 has no such signal, and waits as long as it likes.
  const response = await fetch(address, { signal: AbortSignal.timeout?.(PATIENCE), ...options });
  const part = new DOMParser().parseFromString(await response.text(), "text/html").body;
  if (part.querySelector("main") || !part.querySelector("form[data-here], [data-answer]")) {
    throw new Error(`${response.status}`);
  }
  return part;
}

// Returns what is to stand in the place of the form: thanks, results, or the form with what is wrong. ``fill`` puts
// into the data of a form what somebody has chosen or typed.
export async function send(address, fill, say) {
  let part = await fetchPart(address);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const form = part.querySelector("form[data-here]");
    if (!form || (tries > 0 && !("again" in form.dataset && canWork()))) {
      break;
    }
    await work(form, say);
    const data = new FormData(form);
    fill(data);
    part = await fetchPart(address, { method: "POST", body: data });
  }
  explain(part);
  return part;
}
