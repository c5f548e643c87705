// The pictures of a story, one at a time over the page: arrows go on, Esc goes back. Comes with the first touch.
const make = (tag, props, ...children) => {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
};
const button = (icon, label, act) => {
  const made = make(
    "button",
    { type: "button", title: label },
    make("span", { className: `icon is-${icon}` }),
    make("span", { className: "visually-hidden", textContent: label }),
  );
  made.addEventListener("click", act);
  return made;
};

function build() {
  const picture = make("img");
  const words = make("figcaption", { ariaLive: "polite" });
  const dialog = make("dialog", { className: "photo-viewer", ariaLabel: "Xem ảnh" });
  let links = [];
  let place = 0;

  const show = (number) => {
    place = (number + links.length) % links.length;
    const shown = links[place].querySelector("img");
    Object.assign(picture, { src: links[place].href, alt: shown.alt });
    for (const side of ["width", "height"]) picture.setAttribute(side, shown.getAttribute(side));
    words.textContent = links[place].closest("figure").querySelector("figcaption").textContent.trim();
  };
  const close = button("close", "Đóng", () => dialog.close());
  const ways = [
    button("arrow-back", "Ảnh trước", () => show(place - 1)),
    button("arrow", "Ảnh sau", () => show(place + 1)),
  ];
  dialog.append(make("figure", {}, picture, words), make("div", {}, ...ways, close));
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") show(place - 1);
    if (key === "ArrowRight") show(place + 1);
  });
  // Beside the picture is the dialog itself.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => links[place].focus());
  document.body.append(dialog);
  return (link) => {
    links = [...link.closest(".photo-story").querySelectorAll("a")];
    for (const way of ways) way.hidden = links.length < 2;
    show(links.indexOf(link));
    dialog.showModal();
    close.focus();
  };
}

export function enhance(root) {
  let open;
  for (const story of root.querySelectorAll(".photo-story")) {
    story.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open ??= build();
      open(link);
    });
  }
}
