// Tells the other pages of this browser who sits here, and hears it from them: a page that
// still stood there for an officer who has left would be used in his name.

const CHANGED = "detente-seat-changed";
let watch = null;

function say(words) {
  const place = document.getElementById("seat-says");
  place.querySelector("span").textContent = words;
  place.hidden = false;
}

/** Ask for this page anew; at the entrance, for the page that was wanted there. */
function renew() {
  sessionStorage.setItem(CHANGED, "");
  const wanted = document.querySelector("form[action='/enter'] [name=to]")?.value;
  const to = new URL(wanted ?? location.pathname + location.search, location.href);
  location.replace(to.origin === location.origin ? to.pathname + to.search : "/");
}

export function tellSeat() {
  const { dataset } = document.body;
  const words = document.getElementById("seat-says").dataset;
  const channel = new BroadcastChannel("detente-seat");
  channel.addEventListener("message", ({ data }) => data !== dataset.seat && renew());
  channel.postMessage(dataset.seat);
  document.querySelector("#seat-says button").addEventListener("click", () => {
    document.getElementById("seat-says").hidden = true;
  });
  if (sessionStorage.getItem(CHANGED) === null) return;
  sessionStorage.removeItem(CHANGED);
  say(dataset.seat ? words.sat.replace("{}", dataset.seat) : words.left);
}

/** Say when another officer has taken the watch, wherever it was handed over. */
export function tellWatch(words) {
  if (watch !== null && watch !== words) {
    say(document.getElementById("seat-says").dataset.watch.replace("{}", words));
  }
  watch = words;
}
