// What every page does: hear the beat, show it, sound, and say so when it cannot.

import { hear } from "/static/beat.js";
import { Alarm } from "/static/alarm.js";
import { keepAwake } from "/static/awake.js";
import { keepDrafts } from "/static/draft.js";
import { drawCharts, redrawCharts } from "/static/chart.js";
import { signBeforeSending } from "/static/entrance.js";
import { holdToPress } from "/static/hold.js";
import { hearKeys } from "/static/keys.js";
import { beginPaper } from "/static/paper.js";
import { tellSeat, tellWatch } from "/static/seat.js";
import { keepSettings } from "/static/settings.js";
import { tellLocalTime } from "/static/stamps.js";

const DEAD_MS = 10_000;
const alarm = new Alarm();
let heardAt = performance.now();
let dead = false;

function show(live) {
  for (const element of document.querySelectorAll("[data-live]")) {
    const told = live[element.dataset.live];
    if (!told) continue;
    if (element.textContent !== told[0]) element.textContent = told[0];
    element.dataset.grade = told[1];
  }
}

function onBeat(told) {
  heardAt = performance.now();
  revive();
  document.getElementById("trouble").hidden = true;
  tellWatch(told.live.watch[0]);
  show(told.live);
  alarm.sound(told.sounding);
  if (told.moved) document.body.dispatchEvent(new CustomEvent("detente:moved"));
}

function onTrouble(told) {
  // The console lives, but cannot read its line: what is shown stays marked as old.
  const place = document.getElementById("trouble");
  place.textContent = told.sentence;
  place.hidden = false;
}

function revive() {
  if (!dead) return;
  dead = false;
  document.body.classList.remove("dead");
  document.getElementById("not-live").hidden = true;
  document.body.dispatchEvent(new CustomEvent("detente:moved"));
}

function watchdog() {
  const silent = performance.now() - heardAt;
  if (silent < DEAD_MS || dead) return;
  dead = true;
  document.body.classList.add("dead");
  const since = new Date(Date.now() - silent).toISOString().slice(11, 19);
  document.getElementById("not-live-since").textContent = `${since}Z`;
  document.getElementById("not-live").hidden = false;
  alarm.lost();
}

function markHere() {
  for (const link of document.querySelectorAll("#strip nav a")) {
    if (new URL(link.href).pathname === location.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

signBeforeSending(document);
holdToPress(document);
keepDrafts(document);
beginPaper(document);
drawCharts();
markHere();
tellSeat();
tellLocalTime();
document.body.addEventListener("htmx:afterSettle", markHere);
document.body.addEventListener("htmx:afterSettle", drawCharts);
document.addEventListener("detente:chosen", ({ detail }) => detail === "theme" && redrawCharts());
document.body.addEventListener("htmx:pushedIntoHistory", markHere);
// Whoever leaves a page waits for no renewal of it: what came would find no place. Those of
// a map are the page's own, which takes one at a time.
function giveUp({ detail }) {
  const asking = detail.boosted ? document.querySelectorAll("#page, .htmx-request[hx-trigger*='detente:moved']") : [];
  for (const each of asking) each.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} }));
}
document.body.addEventListener("htmx:beforeRequest", giveUp);
document.body.addEventListener("htmx:beforeSwap", giveUp); // one may have begun meanwhile
if (document.getElementById("arm")) {
  hear(onBeat, onTrouble);
  setInterval(watchdog, 1000);
  alarm.begin();
  keepSettings(alarm);
  keepAwake(alarm);
  hearKeys();
}

// What draws maps is large: only a page that has one loads it.
function mapIfAny() {
  if (document.getElementById("map") || mapIfAny.loaded) {
    mapIfAny.loaded = true;
    import("/static/draw.js");
    import("/static/play.js");
    import("/static/map.js").then((each) => each.showMap());
  }
}
mapIfAny();
document.body.addEventListener("htmx:afterSettle", mapIfAny);
