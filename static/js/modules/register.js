// The register: filters, pages and chips put the new list in the place of the old one. htmx, which does it, is
// fetched when somebody first reaches for them; until then, and without it, they load a page as ever.
import { enhance as count } from "./beacon.js";
import { fetchHtmx } from "./htmx.js";

const STILL_TYPING = 1000; // A date is one at each digit of its day and month.

function isInOpenDrawer(field) {
  const drawer = field.closest("[popover]");
  return drawer !== null && "popover" in drawer && drawer.matches(":popover-open");
}

// A choice that was made in the moment in which a new list came is made in that.
function inPlace(main, field) {
  if (field.isConnected) {
    return field;
  }
  const now = main.querySelector(`[name="${field.name}"]`);
  if (now) { // An empty list has no order.
    now.value = field.value;
  }
  return now;
}

// In the drawer of a narrow screen several filters are set before the list is looked at.
function submit(main, changed) {
  const field = inPlace(main, changed);
  if (field?.form && field.validity.valid && !isInOpenDrawer(field)) {
    fetchHtmx(main.dataset.htmx).then(
      (htmx) => htmx.trigger(field.form, "submit"),
      () => field.form.submit(),
    );
  }
}

// Who pressed what is gone now goes on from the head of the new list; others only hear what it says.
function announce(main) {
  const summary = main.querySelector("[data-summary]");
  main.querySelector("[role=status]").textContent = summary.textContent.trim();
  if (document.activeElement === document.body) {
    summary.focus({ preventScroll: true });
    if (summary.getBoundingClientRect().top < 0) {
      summary.scrollIntoView();
    }
  }
}

export function enhance(root) {
  const main = root.querySelector("[data-register]");
  if (!main) {
    return;
  }
  const list = main.querySelector("[hx-history-elt]");
  const reach = () => document.readyState === "complete" && fetchHtmx(main.dataset.htmx).catch(() => {});
  const load = ({ detail }) => location.assign(detail.pathInfo.finalRequestPath);
  let timer;
  main.addEventListener("pointerdown", reach);
  main.addEventListener("focusin", reach);
  main.addEventListener("change", ({ target }) => {
    clearTimeout(timer);
    if (target.matches("select, [type=date]")) {
      timer = setTimeout(submit, target.matches("select") ? 0 : STILL_TYPING, main, target);
    }
  });
  // Addresses name only what is asked for.
  main.addEventListener("formdata", ({ formData }) => {
    [...formData].filter(([, value]) => value === "").forEach(([name]) => formData.delete(name));
  });
  main.addEventListener("htmx:beforeRequest", () => list.setAttribute("aria-busy", "true"));
  main.addEventListener("htmx:afterRequest", () => list.removeAttribute("aria-busy"));
  main.addEventListener("htmx:afterSettle", () => {
    announce(main);
    count(main);
  });
  main.addEventListener("htmx:responseError", load);
  main.addEventListener("htmx:sendError", load);
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  // Back to a list that an earlier page of this tab put in place, before htmx was fetched here.
  window.addEventListener("popstate", ({ state }) => state?.htmx && !window.htmx && location.reload());
}
