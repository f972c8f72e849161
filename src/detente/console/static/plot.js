// Draws what stands on the map, in one quiet style, and says what was pressed.
//
// Own things have whole lines and theirs dashed ones; what is chosen is bright; what is
// in a conflict is red and thick; what is later or over is thin; what is stale is faint.

import { Map as Chart, AttributionControl, NavigationControl, ScaleControl } from "/static/vendor/maplibre-gl.mjs";
import { bounds, drawn } from "/static/outline.js";
import { image } from "/static/symbols.js";

const INK = { ground: "#0e1113", land: "#20282c", line: "#9aa5ab", chosen: "#f3f6f7", conflict: "#ff7b72", read: "#e3b341" };
const EMPTY = { type: "FeatureCollection", features: [] };
const AREAS = ["areas-own", "areas-other"];
const state = (name, yes, no) => ["case", ["boolean", ["feature-state", name], false], yes, no];
const whose = (own) => ["==", ["get", "own"], own];
const width = state("chosen", 4, ["case", ["==", ["get", "when"], "now"], 1.6, 0.8]);
const ink = state("chosen", INK.chosen, ["case", ["boolean", ["get", "conflict"], false], INK.conflict, INK.line]);

function lines(id, source, own, dashes) {
  return { id, source, type: "line", filter: whose(own), paint: { "line-color": ink, "line-width": width, ...(dashes && { "line-dasharray": dashes }) } };
}

function style(ground) {
  const empty = { type: "geojson", data: EMPTY };
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: ground },
      areas: { ...empty, promoteId: "item" },
      points: { ...empty, promoteId: "item" },
      read: empty,
      drawing: empty,
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": INK.ground } },
      { id: "land", source: "land", type: "fill", paint: { "fill-color": INK.land } },
      { id: "areas", source: "areas", type: "fill", paint: { "fill-color": ink, "fill-opacity": state("chosen", 0.25, 0.07) } },
      lines("areas-own", "areas", true),
      lines("areas-other", "areas", false, [3, 2]),
      { id: "read", source: "read", type: "fill", paint: { "fill-color": INK.read, "fill-opacity": 0.12 } },
      { id: "read-line", source: "read", type: "line", paint: { "line-color": INK.read, "line-width": 2 } },
      { id: "drawing", source: "drawing", type: "line", paint: { "line-color": INK.chosen, "line-width": 2, "line-dasharray": [1, 1] } },
      { id: "drawing-points", source: "drawing", type: "circle", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": INK.chosen, "circle-radius": 5 } },
      {
        id: "halo", source: "points", type: "circle",
        paint: { "circle-radius": state("chosen", 20, 0), "circle-color": INK.chosen, "circle-opacity": state("chosen", 0.35, 0) },
      },
      { id: "points", source: "points", type: "symbol", layout: symbols("own and other"), paint: words() },
      // Names are what costs most to place: from afar thousands would hide one another.
      { id: "points-names", source: "points", type: "symbol", minzoom: 6, layout: captions(), paint: words() },
      {
        id: "names", source: "areas", type: "symbol", minzoom: 7, filter: ["!=", ["get", "kind"], "site"],
        layout: { "text-field": ["get", "label"], "text-size": 12, "text-max-width": 14 }, paint: words(),
      },
    ],
  };
}

function symbols(choice) {
  const apart = choice === "own and other" ? "apart" : "alike";
  const owner = ["case", ["get", "own"], "own", "other"];
  return {
    "icon-image": ["concat", ["get", "shape"], "|", owner, "|", apart],
    "icon-size": 0.5,
    "icon-allow-overlap": true,
    "icon-ignore-placement": true,
  };
}

function captions() {
  return {
    "text-field": ["case", ["get", "stale"], ["concat", ["get", "label"], " STALE"], ["get", "label"]],
    "text-size": 12,
    "text-offset": [0, 1.4],
    "text-anchor": "top",
  };
}

function words() {
  const faint = ["case", ["boolean", ["get", "stale"], false], 0.45, 1];
  return { "text-color": "#f3f6f7", "text-halo-color": "#0e1113", "text-halo-width": 1.5, "text-opacity": faint, "icon-opacity": faint };
}

export class Plot {
  static drawn = drawn;

  /** Draw into a place; `pressed` hears what somebody pressed, `over` where he points. */
  constructor(place, ground, pressed, over) {
    this.place = place;
    this.features = [];
    this.chosen = null;
    this.chart = new Chart({ container: place, style: style(ground), center: [20, 30], zoom: 1.2, attributionControl: false, dragRotate: false, pitchWithRotate: false, maxPitch: 0, fadeDuration: 0 });
    this.chart.setMissingStyleImageResolver((id) => this.supply(id));
    this.chart.touchZoomRotate.disableRotation();
    this.chart.addControl(new NavigationControl({ showCompass: false }));
    this.chart.addControl(new ScaleControl({ unit: "nautical" }));
    this.chart.addControl(new AttributionControl({ compact: false, customAttribution: "Natural Earth · WGS 84" }));
    this.chart.on("click", (event) => pressed(this.under(event.point), event.lngLat));
    this.chart.on("mousemove", ({ lngLat }) => over(lngLat.lng, lngLat.lat));
    this.chart.on("dataloading", () => { place.dataset.still = "no"; });
    this.chart.on("movestart", () => { place.dataset.still = "no"; });
    this.chart.on("idle", () => { place.dataset.still = "yes"; });
    this.loaded = new Promise((done) => this.chart.once("load", done));
  }

  supply(id) {
    if (!this.chart.hasImage(id)) this.chart.addImage(id, image(id));
  }

  under(at) {
    const box = [[at.x - 4, at.y - 4], [at.x + 4, at.y + 4]];
    const layers = ["points", "halo", ...AREAS, "areas"];
    for (const layer of layers) {
      const [found] = this.chart.queryRenderedFeatures(box, { layers: [layer] });
      if (found) return found.properties.item;
    }
    return null;
  }

  /** Show these features instead of what stood there. */
  show(features, conflicting = () => false) {
    this.features = features;
    const marked = features.map((each) => ({ ...each, properties: { ...each.properties, conflict: conflicting(each.properties) } }));
    const areas = marked.map(drawn).filter((each) => each.geometry.type !== "Point");
    const points = marked.filter((each) => each.geometry.type === "Point" && (each.properties.kind !== "activity"));
    this.put("areas", areas);
    this.put("points", points);
    if (this.chosen) this.choose(this.chosen);
  }

  put(source, features) {
    this.chart.getSource(source).setData({ type: "FeatureCollection", features });
  }

  choose(item) {
    const mark = (id, chosen) => ["areas", "points"].forEach((source) => this.chart.setFeatureState({ source, id }, { chosen }));
    if (this.chosen) mark(this.chosen, false);
    this.chosen = item;
    if (item) mark(item, true);
  }

  /** Bring features into view, at once: what moves by itself distracts. */
  see(features) {
    if (!features.length) return;
    this.chart.fitBounds(bounds(features.map(drawn)), { padding: 60, maxZoom: 11, animate: false });
  }

  alike(choice) {
    this.chart.setLayoutProperty("points", "icon-image", symbols(choice)["icon-image"]);
  }

  remove() {
    this.chart.remove();
  }
}
