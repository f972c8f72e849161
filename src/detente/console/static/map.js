// The map of a page: it draws what the tables say, and each leads to the other.
//
// Where nothing can be drawn the page says so and the tables remain: they say everything.

import { choice } from "/static/choices.js";
import { library } from "/static/symbols.js";
import { written } from "/static/outline.js";
import { land } from "/static/land.js";

let plot = null;
let starting = null;

const page = (id) => document.getElementById(id);
const told = (id) => JSON.parse(page(id)?.textContent || "null");
const row = (item) => [...document.querySelectorAll("tr[data-item]")].find((each) => each.dataset.item === item);

function sheet() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/static/vendor/maplibre-gl.css";
  document.head.append(link);
}

function canDraw() {
  try {
    return Boolean(new OffscreenCanvas(1, 1).getContext("webgl2"));
  } catch {
    return false;
  }
}

async function start(place) {
  if (!canDraw()) throw new Error(page("map-missing").dataset.lacks);
  sheet();
  const [{ Plot }, ground] = await Promise.all([import("/static/plot.js"), land("/static/vendor/land-50m.json"), library("/static/vendor/milsymbol.js")]);
  const made = new Plot(place, ground, pressed, (lng, lat) => { page("where").textContent = written(lng, lat); });
  await made.loaded;
  return made;
}

function pressed(item, { lng, lat }) {
  document.dispatchEvent(new CustomEvent("detente:pressed", { detail: { item, lng, lat } }));
  if (page("map").dataset.drawing) return;
  choose(item);
  if (item && !row(item)) fetchRow(item);
}

/** Ask for the page of rows on which an item stands: it is chosen there once it comes. */
function fetchRow(item) {
  const form = page("which");
  if (!form) return;
  form.elements.namedItem("item").value = item; // `item` alone is a method of it
  form.requestSubmit();
}

/** Choose an item on the map and in its table; nothing chooses none. */
function choose(item) {
  for (const each of document.querySelectorAll("tr.picked")) each.classList.remove("picked");
  const found = item && row(item);
  found?.classList.add("picked");
  page("picked").textContent = found ? [...found.cells].slice(1).map((cell) => cell.innerText.trim()).filter(Boolean).join(" · ") : "";
  plot?.choose(item);
}

function of(item) {
  return plot ? plot.features.filter((each) => each.properties.item === item) : [];
}

function hear() {
  const over = ({ target }) => {
    const found = target.closest?.("tr[data-item]");
    if (found) choose(found.dataset.item);
  };
  document.addEventListener("focusin", over);
  document.addEventListener("mouseover", over);
  document.addEventListener("click", ({ target }) => {
    const found = target.closest?.("button[data-see]");
    if (!found) return;
    choose(found.dataset.see);
    plot?.see(of(found.dataset.see));
  });
  document.addEventListener("detente:chosen", () => plot?.alike(choice("frames")));
  // Hundreds of rows that say what they said are left: to put them anew takes frames of the map.
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id === "rows" && detail.target.isEqualNode(detail.fragment.firstElementChild)) detail.shouldSwap = false;
  });
  document.addEventListener("input", ({ target }) => {
    if (target.id === "at") page("at-words").textContent = `${new Date(target.value * 1000).toISOString().slice(0, 16).replace("T", " ")}Z`;
  });
}

let shown = null;
let fetched = { still: [null, []], moving: [null, []] };

/** What the page names by a digest: fetched once, however often it is named. */
async function named(kind, digest) {
  if (fetched[kind][0] !== digest) {
    const answer = await fetch(`/map/drawn/${digest}`);
    // What cannot be fetched is said: old areas in its place would be taken for these.
    page("gone").hidden = answer.ok;
    fetched[kind] = answer.ok ? [digest, await answer.json()] : [null, []];
  }
  return fetched[kind][1];
}

async function show() {
  const place = page("features");
  if (!plot || !place || place === shown) return;
  shown = place;
  const kinds = ["still", "moving"];
  const [still, moving] = await Promise.all(kinds.map((kind) => named(kind, place.dataset[kind])));
  if (!plot || place !== shown) return;
  const conflict = told("conflict-of") ?? [];
  const both = new Set(conflict.map(([reference, part]) => `${reference} ${part}`));
  const has = ({ reference, part }) => both.has(`${reference} ${part ?? ""}`);
  plot.show(still, moving);
  const { features } = plot;
  plot.conflict(features.filter(({ properties }) => has(properties)));
  if (!("conflict" in page("map").dataset)) plot.see(features);
  if (plot.chosen) choose(plot.chosen);
  page("map").dataset.mode = page("moment")?.classList.contains("replay") ? document.querySelector(".mode b").textContent : "";
  const number = page("conflict")?.dataset.number ?? "";
  if (number !== page("map").dataset.conflict) plot.see(features.filter(({ properties }) => has(properties)));
  page("map").dataset.conflict = number;
}

let read = null;

function showRead() {
  const place = page("read-features");
  if (!plot || place === read) return;
  read = place;
  const features = place ? JSON.parse(place.textContent).features : [];
  plot.put("read", features.map(plot.constructor.drawn));
  plot.see(features);
}

/** Draw what the page says, if it has a map; called again after each change of it. */
export async function showMap() {
  const place = page("map");
  if (plot && plot.place !== place) {
    plot.remove();
    plot = starting = shown = read = null;
    fetched = { still: [null, []], moving: [null, []] };
  }
  if (!place) return;
  starting ??= start(place);
  try {
    plot = await starting;
  } catch (error) {
    page("map-missing").hidden = false;
    page("map-why").textContent = error.message;
    place.hidden = true;
    return;
  }
  await show();
  showRead();
  plot.alike(choice("frames"));
  place.dataset.ready = "yes";
}

/** What draws now, for those that draw into it. */
export const drawing = () => plot;

hear();
