// The colours and lines of a chart, from the tokens as the page has them now.
const COLOURS = ["--color-accent", "--color-good", "--color-muted"];
const DASHES = [[], [6, 3], [2, 2]];
const LINE = { borderWidth: 2, pointRadius: 0, pointHitRadius: 8 };

// A token holds both sides of light and dark; what an element is drawn in is one of them.
function colour(place, token) {
  place.style.color = `var(${token})`;
  const seen = getComputedStyle(place).color;
  place.style.color = "";
  return seen;
}

export function paint(figure, place, { data, options }) {
  const isLine = figure.dataset.chart === "line";
  data.datasets.forEach((set, number) => {
    set.borderColor = colour(place, COLOURS[number]);
    set.backgroundColor = set.borderColor;
    if (isLine) Object.assign(set, LINE, { borderDash: DASHES[number] });
  });
  for (const axis of Object.values(options.scales)) {
    axis.ticks.color = colour(place, "--color-muted");
    axis.grid.color = colour(place, "--color-border");
  }
  options.plugins.legend.labels.color = colour(place, "--color-text");
}
