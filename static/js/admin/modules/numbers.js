// Fills in what a document's number names when its box is left, and says where the number is taken.

const FIELDS = ["type", "issuing_body", "sending_unit"];

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function tell(note, { error = "", wanted, twins = [] }, filled) {
  const named = filled.length ? `Theo số ký hiệu: ${filled.join(", ")}. ` : "";
  const asked = wanted ? [element("strong", { className: "body-wanted" }, wanted)] : [];
  const links = twins.map(({ text, url }) => element("a", { href: url, target: "_blank" }, text));
  note.replaceChildren(error || named, ...asked, ...links);
  note.classList.toggle("number-unread", Boolean(error));
}

export function enhance(root) {
  const box = root.querySelector("[data-read-number]");
  if (!box || !window.django?.jQuery) return;
  const issued = root.querySelector("#id_issued_on");
  const fields = new Map(FIELDS.map((name) => [name, root.querySelector(`#id_${name}`)]));
  const note = box.parentNode.appendChild(element("div", { className: "number-note", role: "status" }));
  // What the form itself proposes gives way to the number; what a person chose stays.
  const proposes = "proposes" in box.dataset;
  const known = new Map(FIELDS.map((name) => [name, proposes ? fields.get(name).value : null]));
  const isChosen = (name) => fields.get(name).value !== "" && fields.get(name).value !== known.get(name);
  let asked = "";

  function fill(name, { id, text }) {
    const select = fields.get(name);
    const value = String(id);
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
    select.value = value;
    known.set(name, value);
    window.django.jQuery(select).trigger("change");
  }

  async function ask() {
    const query = new URLSearchParams({ number: box.value.trim(), issued_on: issued.value });
    query.set("document", box.dataset.document);
    query.set(isChosen("issuing_body") ? "issuing_body" : "proposed_body", fields.get("issuing_body").value);
    if (asked === String(query)) return;
    asked = String(query);
    const response = await fetch(`${box.dataset.readNumber}?${query}`);
    if (!response.ok || asked !== String(query)) return;
    const answer = await response.json();
    const filled = FIELDS.filter((name) => answer.named?.[name] && !isChosen(name));
    for (const name of filled) fill(name, answer.named[name]);
    // A person may have chosen one meanwhile.
    const wanted = isChosen("issuing_body") ? "" : answer.body_wanted;
    if (wanted) {
      for (const name of ["issuing_body", "sending_unit"]) if (!isChosen(name)) fill(name, { id: "", text: "" });
    }
    tell(note, { ...answer, wanted }, filled.map((name) => answer.named[name].text));
  }

  // select2 tells of a choice by jQuery only.
  window.django.jQuery(fields.get("issuing_body")).on("change", ({ target }) => {
    if (target.value) note.querySelector(".body-wanted")?.remove();
  });

  box.addEventListener("change", ask);
  // The calendar fills the box of the date and sends no event of its own.
  issued.addEventListener("focusout", () => box.value && ask());
}
