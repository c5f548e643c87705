// How this reader wants to read, put on <html> before anything is drawn: so nothing flashes and nothing moves.
// It stands in <head> before the styles, and is fetched beside them; the buttons are modules/reading.js. What was
// chosen stays in this browser: no cookie, and pages are the same bytes for everyone.
(() => {
  const root = document.documentElement;

  function kept(name) {
    try {
      return localStorage.getItem(`reading-${name}`) ?? "";
    } catch {
      return ""; // A browser that keeps nothing refuses even to be asked.
    }
  }

  function apply() {
    for (const name of ["size", "contrast", "scheme"]) {
      root.dataset[name] = kept(name);
    }
  }

  apply();
  // Chosen in another tab, or on the page that comes back.
  addEventListener("storage", apply);
  addEventListener("pageshow", (event) => event.persisted && apply());
})();
