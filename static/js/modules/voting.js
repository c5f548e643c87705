// A vote in a block: the form is fetched (the page is the same for everyone, the form is not) and sent, with
// the work that it asks for.
import { work } from "./challenge.js";

const MOST_TRIES = 3; // While others vote, the work may turn out too light.

async function fetchPart(address, options) {
  const response = await fetch(address, options);
  const part = new DOMParser().parseFromString(await response.text(), "text/html").body;
  if (part.querySelector("main")) {
    throw new Error(`${response.status}`); // A whole page: the poll is gone, or cookies are.
  }
  return part;
}

// Returns what is to stand in the place of the form: thanks, results, or the form with what is wrong.
export async function vote(address, chosen) {
  let part = await fetchPart(address);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const form = part.querySelector("form");
    if (!form || (tries > 0 && !("again" in form.dataset))) {
      break;
    }
    await work(form);
    const data = new FormData(form);
    data.delete("chon");
    chosen.forEach((choice) => data.append("chon", choice));
    part = await fetchPart(address, { method: "POST", body: data });
  }
  return part;
}
