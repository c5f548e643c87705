// Leaves, of the units of all bodies, those of the body that is chosen.

export function enhance(root) {
  const units = root.querySelector("[data-units-of]");
  const body = units && root.querySelector(`#id_${units.dataset.unitsOf}`);
  if (!body || !window.django?.jQuery) return;
  const [none, ...groups] = units.children;

  function update() {
    const kept = units.value;
    const own = groups.filter((group) => !body.value || group.firstElementChild.dataset.body === body.value);
    units.replaceChildren(none, ...own);
    units.value = kept;
    if (units.selectedIndex < 0) units.value = "";
  }

  // select2 tells of a choice by jQuery only.
  window.django.jQuery(body).on("change", update);
  update();
}
