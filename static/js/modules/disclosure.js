// Submenus: Escape closes the open one and gives the focus back; so does a click or focus elsewhere.
const OPEN = "[data-closes][open]";

function closeAll(root, except) {
  for (const element of root.querySelectorAll(OPEN)) {
    if (!element.contains(except)) {
      element.open = false;
    }
  }
}

export function enhance(root) {
  root.addEventListener("click", (event) => closeAll(root, event.target));
  root.addEventListener("focusin", (event) => closeAll(root, event.target));
  root.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && root.querySelector(OPEN);
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
}
