// A poll in a block: the answer to a vote stands in the place of the form. What goes wrong leaves the block as it is,
// with a way to the poll's own page, which needs no script.
import { takeOver } from "./place.js";

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
  const vote = async (given, say) => {
    const { send } = await import("./sending.js"); // Only when somebody votes.
    const fill = (data) => {
      data.delete("chon");
      given.getAll("chon").forEach((choice) => data.append("chon", choice));
      data.set("ban", given.get("ban")); // Which words the choices answer: those that the block showed.
    };
    return send(address, fill, say);
  };
  takeOver(block, vote, (given) => [FAILED, wayTo(address, given.getAll("chon")), "."]);
}

export function enhance(root) {
  root.querySelectorAll("[data-poll]").forEach(start);
}
