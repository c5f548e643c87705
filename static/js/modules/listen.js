// «Nghe bài» is offered where the browser has a Vietnamese voice; what reads aloud is fetched with the first click.
const isVietnamese = ({ lang }) => /^vi\b/i.test(lang);

export function enhance(root) {
  const { speechSynthesis: speech } = window;
  for (const place of speech ? root.querySelectorAll("[data-listen]") : []) {
    // Voices may come later than the page.
    const look = () => {
      place.hidden = !speech.getVoices().some(isVietnamese);
    };
    speech.addEventListener?.("voiceschanged", look);
    place.dataset.listen = "idle";
    look();
    const first = () => import("./speaking.js").then(({ start }) => start(place, root, isVietnamese));
    place.querySelector("[data-play]").addEventListener("click", first, { once: true });
  }
}
