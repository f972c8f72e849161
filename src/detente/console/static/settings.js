// The page of settings: what is chosen there is kept at once, and tones are tried there.

import { choice, choose } from "/static/choices.js";

const now = () => `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;

function fill() {
  for (const field of document.querySelectorAll("[data-choice]")) field.value = choice(field.dataset.choice);
  for (const place of document.querySelectorAll("[data-tried]")) {
    place.textContent = choice(`tried-${place.dataset.tried}`) || place.dataset.never;
  }
}

export function keepSettings(alarm) {
  async function tryOut(tone) {
    if (await alarm.tryOut(tone)) choose(`tried-${tone}`, now());
  }

  document.addEventListener("change", ({ target }) => {
    const name = target.dataset?.choice;
    if (!name) return;
    choose(name, target.value);
    if (name === "loudness") tryOut("R");
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button[data-tone]");
    if (button) tryOut(button.dataset.tone);
  });
  document.addEventListener("detente:chosen", fill);
  document.body.addEventListener("htmx:afterSettle", fill);
  fill();
}
