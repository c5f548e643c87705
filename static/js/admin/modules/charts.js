// Draws a chart from the table beside it, so that the two cannot differ. Without this the table is there alone.
import { paint } from "./chart-paint.js";

function read(figure) {
  const columns = Number(figure.dataset.columns);
  const heads = [...figure.querySelectorAll("thead th")].slice(1, columns + 1).map((head) => head.textContent);
  const rows = [...figure.querySelectorAll("tbody tr")];
  const labels = rows.map((row) => row.cells[0].textContent.trim());
  const values = (column) => rows.map((row) => Number(row.cells[column + 1].dataset.value));
  return { labels, datasets: heads.map((label, column) => ({ label, data: values(column) })) };
}

function draw(figure, Chart) {
  const place = figure.querySelector(".chart-place");
  const canvas = document.createElement("canvas");
  const isBars = figure.dataset.chart === "bars";
  const data = read(figure);
  const values = { beginAtZero: true, grid: {}, ticks: { precision: 0, maxTicksLimit: 6 } };
  const names = { grid: { display: false }, ticks: { maxRotation: 0, autoSkip: !isBars, autoSkipPadding: 12 } };
  const options = {
    locale: "vi", animation: false, maintainAspectRatio: false, indexAxis: isBars ? "y" : "x",
    interaction: { mode: "index", intersect: false, axis: isBars ? "y" : "x" },
    scales: isBars ? { x: values, y: names } : { x: names, y: values },
    plugins: {
      legend: {
        display: data.datasets.length > 1,
        align: "start",
        labels: { usePointStyle: true, pointStyle: "line", pointStyleWidth: 36 },
      },
    },
  };
  const config = { type: figure.dataset.chart === "line" ? "line" : "bar", data, options };
  place.append(canvas);
  place.hidden = false;
  paint(figure, place, config);
  const chart = new Chart(canvas, config);
  return () => { paint(figure, place, chart.config); chart.update(); };
}

export async function enhance(root) {
  const figures = [...root.querySelectorAll("[data-chart]")].filter((figure) => figure.querySelector(".chart-place"));
  if (!figures.length) return;
  await import(figures[0].dataset.charts);
  window.Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const repaints = figures.map((figure) => draw(figure, window.Chart));
  const repaint = () => repaints.forEach((again) => again());
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", repaint);
}
