// Closes an open menu by Escape or by a press beside it; opening and choosing need no script.

const OPEN = ".filter-menu[open], .more-menu[open]";

export function enhance(root) {
  root.addEventListener("pointerdown", ({ target }) => {
    for (const menu of root.querySelectorAll(OPEN)) {
      if (!menu.contains(target)) menu.open = false;
    }
  });
  root.addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" && root.querySelector(OPEN);
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
