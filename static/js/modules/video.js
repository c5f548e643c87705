// A video of YouTube: its player comes into the place of the picture when somebody presses it, and not before.
function play(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    return; // Who wants a new tab gets the page of the video.
  }
  event.preventDefault();
  const card = event.currentTarget;
  const frame = document.createElement("iframe");
  frame.src = card.dataset.video;
  frame.title = card.dataset.title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // Without a referrer the player refuses to play.
  card.replaceWith(frame);
  frame.focus();
}

export function enhance(root) {
  for (const card of root.querySelectorAll("[data-video]")) {
    card.addEventListener("click", play);
  }
}
