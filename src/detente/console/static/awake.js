// Keeps the screen on while an officer sits here and the alarm is armed: a screen that
// locks shows nothing, and its page counts as one that cannot sound.

const LOOK_MS = 1_000;
const GRADES = { held: "good", refused: "late", idle: "" };

export function keepAwake(alarm) {
  let lock = null;
  let refused = false;
  let asking = false;

  function show() {
    const state = lock ? "held" : refused ? "refused" : "idle";
    const place = document.getElementById("awake");
    if (!place) return;
    place.textContent = place.dataset[state];
    place.dataset.grade = GRADES[state];
  }

  async function ask() {
    asking = true;
    try {
      lock = await navigator.wakeLock.request("screen");
      // The browser takes it back whenever the page is hidden.
      lock.addEventListener("release", () => { lock = null; });
      refused = false;
    } catch {
      refused = true; // on a low battery, without TLS, or where it knows no such thing
    }
    asking = false;
  }

  async function look() {
    const wanted = alarm.armed && document.visibilityState === "visible";
    if (wanted && !lock && !asking) await ask();
    if (!wanted) {
      refused = false;
      await lock?.release();
    }
    show();
  }

  document.addEventListener("visibilitychange", look);
  document.body.addEventListener("htmx:afterSettle", show);
  setInterval(look, LOOK_MS);
  look();
}
