// «Chia sẻ»: hands the page to whatever the reader's machine shares with; shown where a browser can do that.
export function enhance(root) {
  if (!navigator.share) {
    return;
  }
  for (const button of root.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      // Who changes their mind closes the sheet: that is no failure.
      const { textContent: title } = root.querySelector("h1");
      navigator.share({ title, url: root.querySelector("[rel=canonical]").href }).catch(() => {});
    });
  }
}
