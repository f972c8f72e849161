// Tells of a stamp in UTC what this browser's clock on the wall says then, as a tooltip.
// The stamp itself stays as it is: what is read over the telephone is UTC, with its Z.

import { choice } from "/static/choices.js";

const STAMP = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?Z/g;
const SHAPE = {
  ...{ year: "numeric", month: "2-digit", day: "2-digit", weekday: "short" },
  ...{ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" },
};

function local(stamp) {
  const at = new Date(stamp.replace(" ", "T"));
  return Number.isNaN(at.valueOf()) ? [] : [at.toLocaleString(document.documentElement.lang, SHAPE)];
}

function tell(element) {
  const ours = "local" in element.dataset;
  if (element.title && !ours) return;
  const texts = [...element.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE);
  const stamps = choice("local") === "on" ? (texts.map((each) => each.data).join(" ").match(STAMP) ?? []) : [];
  const said = stamps.flatMap(local);
  if (said.length) {
    element.dataset.local = "";
    element.title = `${document.body.dataset.localTime}: ${said.join("; ")}`;
  } else if (ours) {
    element.removeAttribute("title");
    delete element.dataset.local;
  }
}

export function tellLocalTime() {
  // Looked for where somebody points: what the beat renews is right at that moment.
  document.addEventListener("pointerover", ({ target }) => target.dataset && tell(target));
}
