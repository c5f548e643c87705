// Tells the portal that a page is read: once, when it has been in view for a second. The answer brings the
// pieces of the page that a second changes, each for the place that names it.
const DWELL = 1000;

// Where a visitor came from; within the portal that is nobody's business.
function referrer() {
  const host = document.referrer.split("/")[2] ?? "";
  return host === location.host ? "" : host;
}

async function send(token, root) {
  const places = [...root.querySelectorAll("[data-fragment]")];
  const [way] = performance.getEntriesByType("navigation");
  const response = await fetch("/dem/", {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      token,
      referrer: referrer(),
      again: way?.type === "reload" || way?.type === "back_forward",
      places: places.map((place) => place.dataset.fragment),
    }),
  });
  const pieces = response.status === 200 ? await response.json() : {};
  for (const place of places) {
    if (pieces[place.dataset.fragment]) {
      place.innerHTML = pieces[place.dataset.fragment];
    }
  }
}

// A page that a browser prepares in advance, or keeps in a background tab, is hidden until it is looked at.
function whenSeen(callback) {
  let timer;
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && !document.prerendering) {
      timer = setTimeout(() => {
        document.removeEventListener("visibilitychange", watch);
        callback();
      }, DWELL);
    }
  };
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", watch, { once: true });
  watch();
}

export function enhance(root) {
  const beacon = root.querySelector("[data-beacon]");
  if (beacon) {
    // A page that cannot be counted is as good as any other: nothing is said when the portal is away.
    whenSeen(() => send(beacon.dataset.beacon, root).catch(() => {}));
  }
}
