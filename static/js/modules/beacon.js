// Tells the portal that a page was read: once, when it has been in view for a second.
const DWELL = 1000;

function send(element) {
  navigator.sendBeacon("/dem/", element.dataset.beacon);
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
  const element = root.querySelector("[data-beacon]");
  if (element) {
    whenSeen(() => send(element));
  }
}
