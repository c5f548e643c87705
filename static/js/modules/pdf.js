// «Đọc»: opens a PDF in the page. The reader is fetched with the first click; until then it costs nothing.
export function enhance(root) {
  const dialog = root.querySelector("[data-pdf-reader]");
  if (!dialog?.showModal || !Promise.withResolvers) {
    return; // pdf.js needs a browser of 2024: others have the download.
  }
  for (const button of root.querySelectorAll("[data-pdf]")) {
    const file = button.closest(".attachment");
    const { href } = file.querySelector("a");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        const reader = await import("./pdf-reader.js");
        reader.open(dialog, href, file.querySelector(".title").textContent);
      } catch {
        location.assign(href); // Out of reach: download instead.
      }
    });
  }
}
