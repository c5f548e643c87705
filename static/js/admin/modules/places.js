// Has the first button do what will be done where an object is to stand: publish it there, or hand it in.

export function enhance(root) {
  const bar = root.querySelector("[data-in-charge-of]");
  const place = bar && root.querySelector(`#id_${bar.dataset.place}`);
  const publish = bar?.querySelector("[name=_verb][value=publish]");
  if (!place || !publish || !window.django?.jQuery) return;
  const submit = bar.querySelector("[name=_verb][value=submit]");
  const own = bar.dataset.inChargeOf.split(" ");

  function update() {
    const isElsewhere = place.value !== "" && !own.includes(place.value);
    publish.hidden = isElsewhere;
    submit?.classList.toggle("is-primary", isElsewhere);
  }

  // What fills in the kind of a document from its number tells of it by jQuery only.
  window.django.jQuery(place).on("change", update);
}
