// The reader of a PDF: a dialog over the page with a page counter, zoom and the download.
import { openFile, problem } from "./pdf-file.js";
import { showPages, written } from "./pdf-pages.js";

// Closed by its button, by Escape, or by «Back», as everybody expects on a phone. Returns what aborts then.
function openDialog(dialog) {
  const closing = new AbortController();
  const { signal } = closing;
  const close = () => dialog.close();
  const closed = () => {
    closing.abort();
    if (history.state?.reading) {
      history.back();
    }
  };
  dialog.showModal();
  history.pushState({ reading: true }, "");
  window.addEventListener("popstate", close, { signal });
  dialog.querySelector("[data-close]").addEventListener("click", close, { signal });
  dialog.addEventListener("close", closed, { signal });
  return signal;
}

// The dialog's stylesheet comes along with the first file; without it the reader is plain, but reads.
function dress({ dataset }) {
  if (!dataset.styles) {
    return Promise.resolve();
  }
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: dataset.styles });
  delete dataset.styles;
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}

export async function open(dialog, url, title) {
  await dress(dialog);
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const write = (name, text) => (part(name).textContent = text);
  write("title", title);
  write("counter", "");
  write("status", "Đang mở tệp…");
  part("download").href = url;
  part("pages").replaceChildren();
  const signal = openDialog(dialog);
  try {
    const [pdfjs, pdf] = await openFile(dialog.dataset.pdfjs, url, signal);
    const onPage = (number) => write("counter", `Trang ${written(number)} / ${written(pdf.numPages)}`);
    const zoom = await showPages(pdfjs, pdf, part("pages"), onPage, signal);
    write("status", "");
    for (const button of dialog.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => zoom(Number(button.dataset.zoom)), { signal });
    }
  } catch (error) {
    if (!signal.aborted) {
      write("status", problem(error));
    }
  }
}
