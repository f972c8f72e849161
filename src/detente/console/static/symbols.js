// The symbol of what is drawn as a point: neutral first, and "?" for what has none.
//
// Nobody says on the line whose side something is on. Whether our own things have
// another frame than theirs is a choice of this browser alone.

const CODES = {
  site: "2000000000000000", hospital: "2000001207020000", clinic: "2000001207000000", school: "2000001204000000",
  water: "2000001214000000", power: "2000001205000000", movement: "1000001636000000",
};
const SIGNS = { stop: ["!", "#8b1a1a"], incident: ["!", "#2a3237"], object: ["?", "#2a3237"] };
const SIZE = 40;

function sign(text, ground) {
  const size = 48, canvas = new OffscreenCanvas(size, size), at = canvas.getContext("2d", { willReadFrequently: true });
  at.fillStyle = ground;
  at.strokeStyle = "#f3f6f7";
  at.lineWidth = 3;
  at.beginPath();
  at.arc(size / 2, size / 2, size / 2 - 3, 0, 7);
  at.fill();
  at.stroke();
  at.fillStyle = "#f3f6f7";
  at.font = "bold 26px sans-serif";
  at.textAlign = "center";
  at.textBaseline = "middle";
  at.fillText(text, size / 2, size / 2 + 1);
  return at.getImageData(0, 0, size, size);
}

/** The pixels of a drawing: by way of its text, since to read a canvas waits for what else is drawn. */
async function pixels(svg) {
  const drawn = new Image();
  drawn.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await drawn.decode();
  const canvas = new OffscreenCanvas(drawn.width, drawn.height), at = canvas.getContext("2d", { willReadFrequently: true });
  at.drawImage(drawn, 0, 0);
  return at.getImageData(0, 0, canvas.width, canvas.height);
}

/** The image of a name such as `site|own|apart`; a shape that nobody knows shows "?". */
export async function image(name) {
  const [shape, whose, choice] = name.split("|");
  if (shape in SIGNS) return sign(...SIGNS[shape]);
  const identity = choice === "apart" && whose === "own" ? "3" : "4";
  const code = CODES[shape] ?? shape;
  const symbol = new globalThis.ms.Symbol(`100${identity}${code}`, {
    size: SIZE, monoColor: "#e6ebed", fill: false, outlineWidth: 4, outlineColor: "#0e1113",
  });
  if (!symbol.isValid()) return sign("?", "#2a3237");
  return pixels(symbol.asSVG());
}

/** The library, which is no module and is loaded once. */
export function library(address) {
  if (globalThis.ms) return Promise.resolve();
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}
