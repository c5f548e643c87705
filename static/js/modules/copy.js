// «Chép …»: puts a text on the clipboard and says so. Browsers allow it on secure pages only.
export function enhance(root) {
  if (!navigator.clipboard) {
    return;
  }
  for (const button of root.querySelectorAll("[data-copy]")) {
    const say = (text) => (button.textContent = text);
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(button.dataset.copy).then(
        () => say("Đã chép"),
        () => say("Không chép được, hãy bôi đen rồi chép"),
      );
    });
  }
}
