// The pages work without this file; it only makes them nicer. A page fetches the modules of what stands on it.
const modules = {
  "[data-beacon]": () => import("./modules/beacon.js"),
  "[data-challenge]": () => import("./modules/challenge.js"),
  "[data-check]": () => import("./modules/checksum.js"),
  "[data-closes]": () => import("./modules/disclosure.js"),
  "[data-copy]": () => import("./modules/copy.js"),
  "[data-listen]": () => import("./modules/listen.js"),
  "[data-form]": () => import("./modules/form-link.js"),
  "[data-passkey]": () => import("./modules/passkey.js"),
  "[data-pdf]": () => import("./modules/pdf.js"),
  "[data-poll]": () => import("./modules/poll.js"),
  "[data-print]": () => import("./modules/print.js"),
  "[data-rating]": () => import("./modules/rating.js"),
  "[data-reading]": () => import("./modules/reading.js"),
  "[data-register]": () => import("./modules/register.js"),
  "[data-share]": () => import("./modules/share.js"),
  "[data-ticker]": () => import("./modules/ticker.js"),
  "[data-video]": () => import("./modules/video.js"),
};

for (const [place, fetchModule] of Object.entries(modules)) {
  if (document.querySelector(place)) {
    fetchModule().then((module) => module.enhance(document));
  }
}
