// A poll in a block: the answer to a vote stands in the place of the form. How to vote is fetched when somebody
// does. What goes wrong leaves the block as it is, with a way to the poll's own page, which needs no script.
const FAILED =
  "Chưa gửi được phiếu, hoặc chưa nhận được trả lời của cổng. Lựa chọn của bạn vẫn còn: hãy bấm «Bỏ phiếu» lần nữa, hoặc ";

function wayTo(address, chosen) {
  const way = document.createElement("a");
  way.href = `${address}../?${new URLSearchParams(chosen.map((choice) => ["chon", choice]))}`;
  way.textContent = "mở trang của thăm dò";
  return way;
}

function start(block) {
  const { poll: address } = block.dataset;
  let isUnderWay = false;
  block.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isUnderWay) {
      return;
    }
    isUnderWay = true;
    const form = new FormData(event.target);
    const chosen = form.getAll("chon");
    const status = event.target.querySelector("[data-status]");
    try {
      const { vote } = await import("./voting.js");
      const part = await vote(address, chosen, form.get("ban"), (words) => status.replaceChildren(words));
      block.replaceChildren(...part.childNodes);
      block.querySelector("[data-answer]")?.focus();
    } catch {
      status.replaceChildren(FAILED, wayTo(address, chosen), ".");
    } finally {
      isUnderWay = false;
    }
  });
}

export function enhance(root) {
  root.querySelectorAll("[data-poll]").forEach(start);
}
