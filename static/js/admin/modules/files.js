// Names the file that was chosen, shows it at once where it is a picture, and says where that is too narrow.

function tellWidth(box, preview, { leastWidth, narrow }) {
  const note = box.querySelector(".box-note");
  if (!note) return;
  const isNarrow = preview.src.startsWith("blob:") && preview.naturalWidth < leastWidth;
  note.textContent = isNarrow ? narrow.replace("{}", preview.naturalWidth) : "";
}

function showPicture(box, input) {
  const [file] = input.files;
  const preview = box.querySelector("img");
  box.kept ??= preview.getAttribute("src") ?? "";
  if (preview.src.startsWith("blob:")) URL.revokeObjectURL(preview.src);
  const tell = () => tellWidth(box, preview, input.dataset);
  preview.onload = tell;
  preview.src = file ? URL.createObjectURL(file) : box.kept;
  preview.hidden = !file && !box.kept;
  if (!file) tell();
}

export function enhance(root) {
  // Rows of files come and go, so the whole page is listened to.
  root.addEventListener("change", ({ target }) => {
    const box = target.closest(".file-box");
    if (!box) return;
    const [file] = target.files;
    const name = box.querySelector(".file-box-name");
    name.textContent = file?.name ?? name.dataset.none;
    const pictureBox = target.closest("[data-picture-input]");
    if (pictureBox) showPicture(pictureBox, target);
  });
}
