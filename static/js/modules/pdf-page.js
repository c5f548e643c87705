// One page of a PDF: a picture of it, and over the picture its text, to select and to be read aloud.
const MAX_PIXELS = 2 ** 24; // the largest canvas of an iPhone

export class Page {
  constructor(pdfjs, pdf, number, box) {
    Object.assign(this, { pdfjs, pdf, number, box });
  }

  async draw() {
    const attempt = (this.attempt = {}); // The last one counts; a drop, too, makes it stale.
    try {
      const page = await this.pdf.getPage(this.number);
      const layers = attempt === this.attempt && (await this.layers(page));
      if (attempt === this.attempt) {
        this.box.replaceChildren(...layers);
      }
    } catch (error) {
      if (attempt === this.attempt) {
        this.box.textContent = "Trang này không vẽ được. Hãy tải tệp về để xem.";
      }
    }
  }

  drop() {
    this.attempt = null;
    this.task?.cancel();
    this.box.replaceChildren();
  }

  async layers(page) {
    const { width } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: this.box.clientWidth / width });
    this.box.style.aspectRatio = `${viewport.width} / ${viewport.height}`;
    this.box.style.setProperty("--total-scale-factor", viewport.scale * viewport.userUnit);
    return [await this.picture(page, viewport), await this.text(page, viewport)];
  }

  async picture(page, viewport) {
    const most = Math.sqrt(MAX_PIXELS / (viewport.width * viewport.height));
    const sharpness = Math.min(devicePixelRatio, most);
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width * sharpness);
    canvas.height = Math.floor(viewport.height * sharpness);
    canvas.setAttribute("aria-hidden", "true");
    this.task?.cancel();
    this.task = page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] });
    await this.task.promise;
    return canvas;
  }

  async text(page, viewport) {
    const container = document.createElement("div");
    container.className = "pdf-text";
    const textContentSource = page.streamTextContent();
    await new this.pdfjs.TextLayer({ textContentSource, container, viewport }).render();
    return container;
  }
}
