// Draws what stands on the map, in one quiet style, and says what was pressed.
//
// Own things have whole lines and theirs dashed ones; what is chosen is bright; what is
// in a conflict is red and thick; what is later or over is thin; what is stale is faint.

import { Map as Chart, AttributionControl, NavigationControl, ScaleControl } from "/static/vendor/maplibre-gl.mjs";
import { SparingChart } from "/static/sparing.js";
import { carry } from "/static/carry.js";
import { bounds, drawn } from "/static/outline.js";
import { image } from "/static/symbols.js";

const INK = { ground: "#0e1113", land: "#20282c", line: "#9aa5ab", thin: "#59656b", tint: "rgb(154 165 171 / 7%)", chosen: "#f3f6f7", conflict: "#ff7b72", read: "#e3b341" };
const EMPTY = { type: "FeatureCollection", features: [] };
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const AREAS = ["areas-own", "areas-other"];
// Whole and dashed lines are told apart from here on; from farther away areas are a few
// points of the screen, and thousands of such lines are what costs software most.
const NEAR = 6;
const whose = (own) => ["==", ["get", "own"], own];
const now = (yes, no) => ["case", ["==", ["get", "when"], "now"], yes, no];
const chosen = (yes, no) => ["case", ["==", ["get", "marked"], "chosen"], yes, no];

function lines(source, own, minzoom, paint) {
  const dashes = own ? {} : { "line-dasharray": [3, 2] };
  return { id: `${source}-${own ? "own" : "other"}`, source, type: "line", minzoom, filter: whose(own), paint: { ...paint, ...dashes } };
}

function style(ground) {
  const empty = { type: "geojson", data: EMPTY };
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: ground },
      areas: empty,
      marked: empty,
      points: empty,
      read: empty,
      drawing: empty,
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": INK.ground } },
      { id: "land", source: "land", type: "fill", paint: { "fill-color": INK.land } },
      { id: "areas", source: "areas", type: "fill", paint: { "fill-color": INK.tint, "fill-outline-color": now(INK.line, INK.thin) } },
      ...[true, false].map((own) => lines("areas", own, NEAR, { "line-color": INK.line, "line-width": now(1.6, 0.8) })),
      { id: "marked", source: "marked", type: "fill", paint: { "fill-color": chosen(INK.chosen, INK.conflict), "fill-opacity": chosen(0.25, 0.07) } },
      ...[true, false].map((own) => lines("marked", own, 0, { "line-color": chosen(INK.chosen, INK.conflict), "line-width": chosen(4, 3) })),
      { id: "read", source: "read", type: "fill", paint: { "fill-color": INK.read, "fill-opacity": 0.12 } },
      { id: "read-line", source: "read", type: "line", paint: { "line-color": INK.read, "line-width": 2 } },
      { id: "drawing", source: "drawing", type: "line", paint: { "line-color": INK.chosen, "line-width": 2, "line-dasharray": [1, 1] } },
      { id: "drawing-points", source: "drawing", type: "circle", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": INK.chosen, "circle-radius": 5 } },
      {
        id: "halo", source: "marked", type: "circle", filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-radius": 20, "circle-color": chosen(INK.chosen, INK.conflict), "circle-opacity": 0.35 },
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

function bySoftware() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  return SOFTWARE.test(told ? gl.getParameter(told.UNMASKED_RENDERER_WEBGL) : "");
}

export class Plot {
  static drawn = drawn;

  /** Draw into a place; `pressed` hears what somebody pressed, `over` where he points. */
  constructor(place, ground, pressed, over) {
    this.place = place;
    this.still = this.moving = this.conflicting = [];
    this.features = [];
    this.chosen = null;
    this.marked = 0;
    const software = bySoftware();
    this.chart = new (software ? SparingChart : Chart)({ container: place, style: style(ground), center: [20, 30], zoom: 1.2, attributionControl: false, dragRotate: false, pitchWithRotate: false, maxPitch: 0, fadeDuration: 0, reduceMotion: true });
    this.chart.setMissingStyleImageResolver((id) => this.supply(id));
    this.chart.touchZoomRotate.disableRotation();
    const moves = () => { place.dataset.still = "no"; };
    this.carried = software ? carry(this.chart, moves) : null;
    this.chart.addControl(new NavigationControl({ showCompass: false }));
    this.chart.addControl(new ScaleControl({ unit: "nautical" }));
    this.chart.addControl(new AttributionControl({ compact: false, customAttribution: "Natural Earth · WGS 84" }));
    this.chart.on("click", (event) => pressed(this.under(event.point), event.lngLat));
    this.chart.on("mousemove", ({ lngLat }) => over(lngLat.lng, lngLat.lat));
    this.chart.on("dataloading", moves);
    this.chart.on("movestart", moves);
    this.chart.on("idle", () => { if (!this.carried?.away) place.dataset.still = "yes"; });
    this.loaded = new Promise((done) => this.chart.once("load", done));
  }

  async supply(id) {
    const found = await image(id);
    if (!this.removed && !this.chart.hasImage(id)) this.chart.addImage(id, found);
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

  /** Show what stands and what moves instead of what did; what is as it was is left. */
  show(still, moving) {
    const anew = still !== this.still;
    if (!anew && moving === this.moving) return;
    Object.assign(this, { still, moving, features: [...still, ...moving] });
    if (anew) this.put("areas", still.map(drawn).filter((each) => each.geometry.type !== "Point"));
    const isPoint = ({ geometry, properties }) => geometry.type === "Point" && properties.kind !== "activity";
    this.put("points", [...still.filter(isPoint), ...moving]);
  }

  put(source, features) {
    this.chart.getSource(source).setData({ type: "FeatureCollection", features });
  }

  choose(item) {
    this.chosen = item;
    this.mark();
  }

  /** Mark these as what is in the conflict that is looked at, and nothing else. */
  conflict(features) {
    this.conflicting = features;
    this.mark();
  }

  mark() {
    const as = (marked) => ({ properties, ...each }) => drawn({ ...each, properties: { ...properties, marked } });
    const picked = this.chosen ? this.features.filter(({ properties }) => properties.item === this.chosen) : [];
    const marked = [...this.conflicting.map(as("conflict")), ...picked.map(as("chosen"))];
    if (marked.length || this.marked) this.put("marked", marked);
    this.marked = marked.length;
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
    this.removed = true; // a symbol may still be on its way
    this.chart.remove();
  }
}
