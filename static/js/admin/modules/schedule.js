// Says on the button what it will do: publish now, or at the date in the form.

const LATER = "Hẹn giờ đăng";

function dateIn(root) {
  const [day, month, year] = (root.querySelector("#id_published_at_0")?.value ?? "").split(/[/-]/).map(Number);
  if (!year) return null;
  const [hours = 0, minutes = 0] = (root.querySelector("#id_published_at_1")?.value ?? "").split(":").map(Number);
  // Vietnam's clock, whatever the computer is set to.
  return new Date(Date.UTC(year, month - 1, day, hours - 7, minutes));
}

export function enhance(root) {
  const button = root.querySelector("[data-publish]");
  if (!button) return;
  const now = button.dataset.publish === LATER ? "Xuất bản" : button.dataset.publish;
  const update = () => {
    button.textContent = dateIn(root) > new Date() ? LATER : now;
  };
  // The calendar fills the boxes by script and sends no event of its own: look again before a press.
  for (const name of ["input", "change", "focusin", "pointerover"]) root.addEventListener(name, update);
  update();
}
