// A poll in a block: the answer to a vote stands in the place of the form. How to vote is fetched when somebody
// does. What goes wrong leads to the poll's own page, which needs no script.
function start(block) {
  const { poll: address } = block.dataset;
  let isUnderWay = false;
  block.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isUnderWay) {
      return;
    }
    isUnderWay = true;
    block.setAttribute("aria-busy", "true");
    const chosen = new FormData(event.target).getAll("chon");
    try {
      const { vote } = await import("./voting.js");
      block.replaceChildren(...(await vote(address, chosen)).childNodes);
      block.querySelector("[data-answer]")?.focus();
    } catch {
      location.assign(`${address}../?${new URLSearchParams(chosen.map((choice) => ["chon", choice]))}`);
    }
    block.removeAttribute("aria-busy");
    isUnderWay = false;
  });
}

export function enhance(root) {
  root.querySelectorAll("[data-poll]").forEach(start);
}
