// Rows of a sorted list are also moved by dragging; the keyboard and touch have the buttons.
import { move, place, rowsOf } from "./sorting.js";

function handle() {
  const element = document.createElement("span");
  Object.assign(element, { className: "moves-handle", draggable: true, title: "Kéo để chuyển chỗ", textContent: "⠿" });
  element.ariaHidden = "true";
  return element;
}

export function enhance(root) {
  let dragged = null;
  for (const row of rowsOf(root)) {
    const fits = () => dragged && dragged !== row && place(dragged).group === place(row).group;
    // Past what is not one's own one's own is moved, too; that itself is not.
    const grip = row.querySelector("[data-step]") ? handle() : null;
    if (grip) row.querySelector("[data-moves]").prepend(grip);
    grip?.addEventListener("dragstart", ({ dataTransfer }) => {
      dragged = row;
      dataTransfer.effectAllowed = "move";
      dataTransfer.setData("text/plain", place(row).moves); // Firefox drags nothing without data.
      dataTransfer.setDragImage(row, 0, 0);
      row.classList.add("is-dragged");
    });
    grip?.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      dragged = null;
    });
    row.addEventListener("dragover", (event) => {
      if (!fits()) return;
      event.preventDefault();
      row.classList.add("is-target");
    });
    row.addEventListener("dragleave", () => row.classList.remove("is-target"));
    row.addEventListener("drop", (event) => {
      row.classList.remove("is-target");
      if (!fits()) return;
      event.preventDefault();
      const { formAction } = dragged.querySelector("[data-step=up]");
      move(root, formAction.replace(/up\/$/, `${place(row).moves}/`));
    });
  }
}
