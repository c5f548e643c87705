// The buttons for how to read: each says what it is on, and stays so for the pages to come.
import { storage } from "./storage.js";

const MORE = window.matchMedia("(prefers-contrast: more)");

function keep(name, value) {
  document.documentElement.dataset[name] = value;
  storage()?.setItem(`reading-${name}`, value);
}

function hasMoreContrast() {
  const { contrast } = document.documentElement.dataset;
  return contrast === "more" || (MORE.matches && contrast !== "less");
}

// What the system asks for anyway is not kept, so that a change there counts again.
function toggleContrast() {
  const more = !hasMoreContrast();
  const choice = more ? "more" : "less";
  keep("contrast", more === MORE.matches ? "" : choice);
}

function start(panel) {
  const buttons = [...panel.querySelectorAll("button")];
  const isOn = ({ name, value }) =>
    name === "contrast" ? hasMoreContrast() : document.documentElement.dataset[name] === value;
  const show = () => buttons.forEach((button) => button.setAttribute("aria-pressed", isOn(button)));

  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (button.name === "contrast") {
        toggleContrast();
      } else {
        keep(button.name, button.value);
      }
    });
  }
  // Whoever changes it: these buttons, another tab, the page that comes back.
  new MutationObserver(show).observe(document.documentElement, { attributes: true });
  MORE.addEventListener("change", show);
  show();
}

export function enhance(root) {
  root.querySelectorAll("[data-reading]").forEach(start);
}
