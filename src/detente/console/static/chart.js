// Draws the bars of a count. The table below them says the same in figures.

const HEIGHT = 220;

function draw(place, uPlot) {
  const told = JSON.parse(place.dataset.bars);
  const style = getComputedStyle(document.documentElement);
  const faint = style.getPropertyValue("--faint");
  const axis = { stroke: faint, grid: { stroke: style.getPropertyValue("--edge") } };
  const words = told.map(([word]) => word);
  place.replaceChildren();
  new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [-0.6, told.length - 0.4] }, y: { range: (_, __, most) => [0, Math.max(1, most)] } },
      axes: [
        { ...axis, splits: () => words.map((_, at) => at), values: () => words, grid: { show: false } },
        { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 1000] },
      ],
      series: [{}, { fill: style.getPropertyValue("--cool"), width: 0, paths: uPlot.paths.bars({ size: [0.6, 60] }), points: { show: false } }],
    },
    [words.map((_, at) => at), told.map(([, count]) => count)],
    place,
  );
}

/** Draw all anew, as the colours are now. */
export function redrawCharts() {
  for (const place of document.querySelectorAll("[data-bars]")) place.replaceChildren();
  drawCharts();
}

export async function drawCharts() {
  if (!document.querySelector("[data-bars]")) return;
  // It is the largest part of the console, and one page draws.
  const { default: uPlot } = await import("/static/vendor/uPlot.esm.js");
  for (const place of document.querySelectorAll("[data-bars]")) {
    if (!place.firstChild) draw(place, uPlot);
  }
}
