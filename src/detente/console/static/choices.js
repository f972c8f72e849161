// What is chosen for this browser alone, whoever sits at it; another browser has its own.
//
// A choice acts at once in all its pages: each hears "detente:chosen", with the name.

const USUAL = { theme: "machine", frames: "own and other", loudness: "normal", keys: "on", local: "on" };
const PREFIX = "detente-";

export const choice = (name) => localStorage.getItem(`${PREFIX}${name}`) ?? USUAL[name] ?? "";

function tell(name) {
  document.dispatchEvent(new CustomEvent("detente:chosen", { detail: name }));
}

export function choose(name, value) {
  localStorage.setItem(`${PREFIX}${name}`, value);
  tell(name);
}

addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) && tell(key.slice(PREFIX.length)));
