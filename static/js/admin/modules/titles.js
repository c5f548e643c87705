// Says, when the title's box is left, which posts of the last year have the same title.

export function enhance(root) {
  const box = root.querySelector("[data-same-titled]");
  if (!box) return;
  const note = Object.assign(document.createElement("div"), { className: "box-note" });
  note.setAttribute("role", "status");
  box.parentNode.append(note);
  let asked = "";

  async function ask() {
    const query = new URLSearchParams({ "tieu-de": box.value.trim(), bai: box.dataset.own });
    if (asked === String(query)) return;
    asked = String(query);
    const response = await fetch(`${box.dataset.sameTitled}?${query}`);
    // Who is signed in no longer is sent to the page for that: the notice of it says what to do.
    if (!response.ok || response.redirected || asked !== String(query)) return;
    const { twins } = await response.json();
    const links = twins.flatMap(({ text, url }) => [
      " ",
      Object.assign(document.createElement("a"), { href: url, target: "_blank", textContent: text }),
    ]);
    note.replaceChildren(...(links.length ? ["Đã có bài cùng tiêu đề trong một năm qua:", ...links] : []));
  }

  box.addEventListener("change", ask);
}
