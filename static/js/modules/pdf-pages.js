// The pages of a PDF, one below the other: drawn when they come near, dropped when they are far, so that
// a file of a thousand pages needs no more memory than one of three.
import { Page } from "./pdf-page.js";

const ZOOMS = [1, 1.25, 1.5, 2, 3];
const NEAR = "75% 0px";
const AT_THE_MIDDLE = "-50% 0px -50% 0px";

function observe(container, rootMargin, callback, signal) {
  const observer = new IntersectionObserver(
    (entries) => entries.forEach((entry) => callback(entry.target, entry.isIntersecting)),
    { root: container, rootMargin },
  );
  [...container.children].forEach((box) => observer.observe(box));
  signal.addEventListener("abort", () => observer.disconnect());
}

// As Vietnamese writes it: 10.000.
const NUMBERS = new Intl.NumberFormat("vi");
export const written = (number) => NUMBERS.format(number);

async function makePages(pdfjs, pdf, container) {
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
  const pages = new Map();
  for (let number = 1; number <= pdf.numPages; number++) {
    const box = document.createElement("div");
    box.className = "pdf-page";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `Trang ${written(number)}`);
    box.style.aspectRatio = `${width} / ${height}`; // Until its own is known.
    pages.set(box, new Page(pdfjs, pdf, number, box));
  }
  container.replaceChildren(...pages.keys());
  return pages;
}

// Fills the container; calls onPage(number) when another page is being read. Returns zoom(step).
export async function showPages(pdfjs, pdf, container, onPage, signal) {
  const pages = await makePages(pdfjs, pdf, container);
  const drawn = new Set();
  const redraw = () => drawn.forEach((page) => page.draw());
  let zoom = 0;
  onPage(1);
  observe(
    container,
    NEAR,
    (box, isNear) => {
      const page = pages.get(box);
      drawn[isNear ? "add" : "delete"](page);
      page[isNear ? "draw" : "drop"]();
    },
    signal,
  );
  observe(container, AT_THE_MIDDLE, (box, isRead) => isRead && onPage(pages.get(box).number), signal);
  window.addEventListener("resize", redraw, { signal });
  return (step) => {
    const place = container.scrollTop / container.scrollHeight;
    zoom = Math.min(Math.max(zoom + step, 0), ZOOMS.length - 1);
    container.style.setProperty("--pdf-zoom", ZOOMS[zoom]);
    container.scrollTop = place * container.scrollHeight;
    redraw();
  };
}
