// Plays replay forward: its moment moves on with the clock, so many times as fast.
//
// A step asks for the page of its moment, and the next one waits for it: a map of thousands
// plays in longer steps, and no slower. What was played over is one place in the history
// of the browser. Who wants less motion gets a step in five seconds.

const STEP_MS = 1000;
const CALM_MS = 5000;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const page = (id) => document.getElementById(id);
const inReplay = () => Boolean(page("moment")?.classList.contains("replay"));
let playing = null;

function show() {
  const place = page("play");
  if (!place) return;
  place.hidden = !inReplay();
  place.dataset.playing = playing ? String(playing.rate) : "";
  page("play-or-pause").textContent = playing ? place.dataset.pause : place.dataset.play;
}

/** Play forward: so many seconds of the record in one of the clock. */
function play(rate) {
  pause();
  if (!inReplay()) return;
  const ticking = setInterval(step, calm.matches ? CALM_MS : STEP_MS);
  playing = { rate, ticking, from_s: Number(page("moment").dataset.at), since: performance.now(), waits: false };
  show();
}

/** Stay at the moment that is shown. */
function pause() {
  clearInterval(playing?.ticking);
  playing = null;
  show();
}

function step() {
  if (!inReplay()) pause();
  if (!playing || playing.waits) return;
  const played_s = playing.rate * (performance.now() - playing.since) / 1000;
  const last_s = Number(page("at").max), to_s = Math.floor(playing.from_s + played_s);
  const form = page("play-step");
  form.elements.at.value = Math.min(to_s, last_s);
  playing.waits = true;
  form.requestSubmit();
  if (to_s >= last_s) pause();
}

document.addEventListener("click", ({ target }) => {
  if (target.id === "play-or-pause" && playing) pause();
  else if (target.id === "play-or-pause") play(Number(page("rate").value));
  else if (playing && target.closest?.("#moment a, #moment button")) pause();
});
document.addEventListener("change", ({ target }) => {
  if (target.id === "rate" && playing) play(Number(target.value));
});
// Whoever takes hold of the slider wants to stay where he puts it.
document.addEventListener("input", ({ target }) => {
  if (playing && target.closest?.("#moment")) pause();
});
document.addEventListener("htmx:afterSettle", () => {
  if (playing) playing.waits = false;
  show();
});
for (const failed of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(failed, () => { if (playing) pause(); });
show();
