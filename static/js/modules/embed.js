// A video or a map of another site: its frame comes into the place of the card when somebody presses it, and not before.
function show(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    return; // Who wants a new tab gets the page of the video.
  }
  event.preventDefault();
  const card = event.currentTarget;
  const frame = document.createElement("iframe");
  frame.src = card.dataset.embed;
  frame.title = card.dataset.title ?? card.textContent;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // Without a referrer the player refuses to play.
  card.replaceWith(frame);
  frame.focus();
}

export function enhance(root) {
  for (const card of root.querySelectorAll("[data-embed]")) {
    card.addEventListener("click", show);
  }
}
