// The pages work without this file; it only makes them nicer. A page fetches the modules of what stands on it.
const modules = {
  "[data-beacon]": () => import("./modules/beacon.js"),
  "[data-challenge]": () => import("./modules/challenge.js"),
  "[data-closes]": () => import("./modules/disclosure.js"),
  "[data-copy]": () => import("./modules/copy.js"),
  "[data-listen]": () => import("./modules/listen.js"),
  "[data-passkey]": () => import("./modules/passkey.js"),
  "[data-pdf]": () => import("./modules/pdf.js"),
  "[data-print]": () => import("./modules/print.js"),
  "[data-register]": () => import("./modules/register.js"),
  "[data-share]": () => import("./modules/share.js"),
  "[data-ticker]": () => import("./modules/ticker.js"),
};

for (const [place, fetchModule] of Object.entries(modules)) {
  if (document.querySelector(place)) {
    fetchModule().then((module) => module.enhance(document));
  }
}

// What few touch is fetched when a pointer or the focus comes near; the first touch is held until it is there, and
// given again. Where the module does not come, the touch does what it does without scripts.
const touched = [
  ["click", "[data-check]", () => import("./modules/checksum.js")],
  ["click", "[data-embed]", () => import("./modules/embed.js")],
  ["click", "[data-form]", () => import("./modules/form-link.js")],
  ["click", ".photo-story a", () => import("./modules/photos.js")],
  ["click", "[data-reading] summary", () => import("./modules/reading.js")],
  ["submit", "[data-poll]", () => import("./modules/poll.js")],
  ["submit", "[data-rating]", () => import("./modules/rating.js")],
];

function hold(type, place, fetchModule) {
  const waiting = new Set();
  const first = async (event) => {
    const { target, submitter } = event;
    if (!target.closest(place) || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    const isComing = waiting.size > 0;
    waiting.add(submitter ?? target.closest(place));
    if (!isComing) {
      await fetchModule().then((module) => module.enhance(document), () => {});
      document.removeEventListener(type, first);
      waiting.forEach((touched) => touched.click());
    }
  };
  document.addEventListener(type, first);
  for (const near of ["pointerover", "focusin"]) {
    document.addEventListener(near, ({ target }) => target.closest(place) && fetchModule().catch(() => {}));
  }
}

for (const touch of touched) {
  hold(...touch);
}
