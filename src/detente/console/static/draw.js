// Draws what is being typed, and types what is clicked: the text of positions leads.

import { drawing } from "/static/map.js";
import { written } from "/static/outline.js";

// Degrees alone are drawn while one types; whatever else is typed, the console reads.
const PLAIN = /^\s*(\d{1,2}(?:\.\d+)?) ?([NS])[ ,]+(\d{1,3}(?:\.\d+)?) ?([EW])\s*$/i;

function points(text) {
  return text.split("\n").map((line) => PLAIN.exec(line)).filter(Boolean).map(([, lat, ns, lon, ew]) => [
    Number(lon) * (/w/i.test(ew) ? -1 : 1), Number(lat) * (/s/i.test(ns) ? -1 : 1)]);
}

function shown(form) {
  const plot = drawing();
  if (!plot) return;
  const found = points(form.elements.points.value);
  const size = Number(form.elements.size_m.value), shape = form.elements.shape.value;
  const of = (type, coordinates, properties = {}) => plot.constructor.drawn({ type: "Feature", properties, geometry: { type, coordinates } });
  const features = found.map((each) => of("Point", each));
  if (shape === "circle" && size > 0 && found.length) features.push(of("Point", found[0], { radius_m: size }));
  if (shape === "corridor" && size > 0 && found.length > 1) features.push(of("LineString", found, { width_m: size }));
  if (shape === "polygon" && found.length > 1) features.push(of("Polygon", [[...found, found[0]]]));
  plot.put("drawing", features);
}

const form = () => document.getElementById("draw");

function typed(form, lines) {
  form.elements.points.value = lines.filter(Boolean).join("\n");
  shown(form);
}

document.addEventListener("input", ({ target }) => {
  if (target.form && target.form === form()) shown(target.form);
});
document.addEventListener("click", ({ target }) => {
  const map = document.getElementById("map");
  if (target.id === "draw-by-clicking") {
    const on = target.getAttribute("aria-pressed") !== "true";
    target.setAttribute("aria-pressed", String(on));
    if (on) map.dataset.drawing = "yes";
    else delete map.dataset.drawing;
    if (on) map.scrollIntoView({ block: "nearest" });
  }
  if (target.id === "draw-undo") typed(form(), form().elements.points.value.split("\n").filter(Boolean).slice(0, -1));
});
document.addEventListener("detente:pressed", ({ detail }) => {
  if (!document.getElementById("map").dataset.drawing || !form()) return;
  typed(form(), [...form().elements.points.value.split("\n"), written(detail.lng, detail.lat)]);
});

// Reading back: a press fills in the position that is being entered, or the next one.
let entering = 0;
document.addEventListener("focusin", ({ target }) => {
  const found = /^body\.positions\.(\d+)\./.exec(target.name ?? "");
  if (found) entering = Number(found[1]);
});
document.addEventListener("detente:pressed", ({ detail }) => {
  if (document.getElementById("map").dataset.drawing !== "read") return;
  const at = (number, axis) => document.getElementsByName(`body.positions.${number}.${axis}`)[0];
  if (!at(entering, "lat_e5")) entering = 0;
  const [lat, ns, lon, ew] = written(detail.lng, detail.lat).split(" ");
  at(entering, "lat_e5").value = `${lat} ${ns}`;
  at(entering, "lon_e5").value = `${lon} ${ew}`;
  at(entering, "lat_e5").dispatchEvent(new Event("input", { bubbles: true }));
  entering += 1;
});
