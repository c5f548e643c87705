// Announcements, one after the other. They stand still for those who ask for less motion, who point at them,
// who read them by keyboard or who pressed «Dừng», which this browser then remembers.
import { storage } from "./storage.js";

const EVERY = 6000; // milliseconds
const APPEAR = [{ opacity: 0, translate: "0 0.375rem" }, { opacity: 1, translate: "0" }];
const PAUSED = "ticker-paused";

function start(ticker) {
  const list = ticker.querySelector("[data-ticker-list]");
  const pause = ticker.querySelector("[data-ticker-pause]");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const remembered = storage();

  const isPaused = () => pause.getAttribute("aria-pressed") === "true";
  const stands = () =>
    calm.matches || isPaused() || document.hidden || ticker.matches(":hover, :focus-within");
  const showNext = () => {
    // Asked each time: readers swipe the list as well.
    const current = Math.round(list.scrollLeft / list.clientWidth);
    const next = (current + 1) % list.children.length;
    list.scrollTo({ left: next * list.clientWidth, behavior: "instant" });
    if (!calm.matches) {
      list.animate(APPEAR, 400);
    }
  };

  pause.setAttribute("aria-pressed", remembered?.getItem(PAUSED) === "1");
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", !isPaused());
    remembered?.setItem(PAUSED, isPaused() ? "1" : "");
  });
  ticker.querySelector("[data-ticker-next]").addEventListener("click", showNext);
  ticker.classList.add("is-running");
  setInterval(() => stands() || showNext(), EVERY);
}

export function enhance(root) {
  root.querySelectorAll("[data-ticker]").forEach(start);
}
