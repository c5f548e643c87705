// Takes the submit events of a place once at a time; ``act`` returns what is to stand in the place instead. What
// goes wrong leaves the place as it is; ``failed`` gives the words, and ways on, for that.
export function takeOver(place, act, failed) {
  let isUnderWay = false;
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isUnderWay) {
      return;
    }
    isUnderWay = true;
    const form = event.target;
    const say = (...words) => form.querySelector("[data-status]").replaceChildren(...words);
    try {
      const part = await act(new FormData(form), say);
      place.replaceChildren(...part.childNodes);
      place.querySelector("[data-answer]")?.focus();
    } catch {
      say(...failed(new FormData(form)));
    } finally {
      isUnderWay = false;
    }
  });
}
