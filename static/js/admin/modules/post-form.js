// Shows of a post's form what its kind is made of. What somebody has filled in is never hidden: it says so instead.
const PARTS = { photos: "#photos-group", video: ".field-video_url", link: ".field-link_url" };

const isFilled = (box) => !["hidden", "checkbox", "number"].includes(box.type) && box.value.trim() !== "";
const holdsSomething = (part) =>
  part.querySelector(".form-row.has_original, .errorlist") !== null ||
  [...part.querySelectorAll("input, textarea")].some((box) => !box.closest(".empty-form") && isFilled(box));

export function enhance(root) {
  const kind = root.querySelector("#article_form select[name=form]");
  if (!kind) return;
  const parts = Object.entries(PARTS).map(([name, place]) => [name, root.querySelector(place)]);
  const notes = new Map(
    parts.filter(([, part]) => part).map(([, part]) => {
      const note = Object.assign(document.createElement("p"), { className: "unused-part", hidden: true });
      note.setAttribute("role", "status");
      part.prepend(note);
      return [part, note];
    }),
  );

  const update = () => {
    for (const [name, part] of parts) {
      if (!part) continue;
      const isUsed = kind.value === name;
      const isKept = !isUsed && holdsSomething(part);
      part.hidden = !isUsed && !isKept;
      const note = notes.get(part);
      note.hidden = !isKept;
      const label = kind.selectedOptions[0].textContent;
      note.textContent = isKept ? `Thể loại «${label}» không cần phần này. Những gì đã nhập vẫn được lưu.` : "";
    }
    for (const set of new Set(parts.map(([, part]) => part?.closest("fieldset.module")))) {
      const rows = [...(set?.querySelectorAll(":scope .form-row[class*=field-]") ?? [])];
      if (rows.length && !set.closest("#photos-group")) set.hidden = rows.every((row) => row.hidden);
    }
  };

  kind.addEventListener("change", update);
  update();
}
