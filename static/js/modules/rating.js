// Rating a post where it stands; the answer takes the place of the form, to be changed at once.
import { takeOver } from "./place.js";

const FAILED = "Chưa gửi được đánh giá. Lựa chọn của bạn vẫn còn: hãy bấm «Gửi đánh giá» lần nữa, hoặc ";

function wayTo(address, score) {
  const way = document.createElement("a");
  way.href = score ? `${address}?diem=${score}` : address;
  way.textContent = "mở trang đánh giá";
  return way;
}

function start(place) {
  const { rating: address } = place.dataset;
  const rate = async (given, say) => {
    const { send } = await import("./sending.js"); // Only when somebody rates.
    return send(`${address}khung/`, (data) => set(data, given.get("diem")), say);
  };
  takeOver(place, rate, (given) => [FAILED, wayTo(address, given.get("diem")), "."]);
}

function set(data, score) {
  data.delete("diem");
  if (score) {
    data.set("diem", score);
  }
}

export function enhance(root) {
  root.querySelectorAll("[data-rating]").forEach(start);
}
