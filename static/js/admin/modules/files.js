// Names the file that was chosen, and shows it at once where it is a picture.

function showPicture(box, file) {
  const preview = box.querySelector("img");
  box.kept ??= preview.getAttribute("src") ?? "";
  if (preview.src.startsWith("blob:")) URL.revokeObjectURL(preview.src);
  preview.src = file ? URL.createObjectURL(file) : box.kept;
  preview.hidden = !file && !box.kept;
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
    if (pictureBox) showPicture(pictureBox, file);
  });
}
