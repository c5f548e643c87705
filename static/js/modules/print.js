// «In trang»: the styles show it only where scripts run.
export function enhance(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
}
