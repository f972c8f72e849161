// Keys for whoever has no hand free for a mouse: they go, move, open, and list themselves.
//
// No single key sends, acknowledges or answers anything. None counts while somebody types,
// or with a modifier, and all can be turned off (WCAG 2.1.4): a voice that is taken for
// keys, or a cat, must not lead an officer away.

import { choice } from "/static/choices.js";

const PAGES = { l: "/", m: "/map", c: "/ladder", i: "/inbox", r: "/record", t: "/turnover", w: "/log", h: "/charter", p: "/posts", s: "/settings", z: "/say/STOP/stop" };
const WAIT_MS = 2_000;
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
let awaitedUntil = 0;

const dialog = () => document.getElementById("keys");
const leading = (letter) => [...document.querySelectorAll("#strip nav a")].find(({ pathname }) => pathname === PAGES[letter]);

/** What a key says on a Latin keyboard, and by its place where another one is in use. */
function letterOf({ key, code, shiftKey }) {
  if (/^[a-z?]$/i.test(key)) return key.toLowerCase();
  if (code === "Slash" && shiftKey) return "?";
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;
}

function list() {
  const rows = Object.keys(PAGES).filter(leading).map((letter) => {
    const row = document.createElement("tr");
    const [keys, what] = [row.insertCell(), row.insertCell()];
    for (const each of ["g", letter]) keys.append(Object.assign(document.createElement("kbd"), { textContent: each }), " ");
    what.textContent = leading(letter).firstChild.textContent.trim();
    return row;
  });
  document.getElementById("keys-of-pages").replaceChildren(...rows);
  dialog().showModal();
}

function move(step) {
  const links = [...document.querySelectorAll("main tbody tr")]
    .map((row) => row.querySelector("a[href]:not(.button)"))
    .filter((link) => link?.checkVisibility());
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[at < 0 && step < 0 ? links.length - 1 : at + step];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

function act(letter, inRow) {
  if (awaitedUntil > performance.now()) {
    awaitedUntil = 0;
    leading(letter)?.click();
    return true;
  }
  switch (letter) {
    case "?":
      list();
      return true;
    case "g":
      awaitedUntil = performance.now() + WAIT_MS;
      return true;
    case "j":
    case "k":
      move(letter === "j" ? 1 : -1);
      return true;
    case "ArrowDown":
    case "ArrowUp":
      if (inRow) move(letter === "ArrowDown" ? 1 : -1);
      return inRow;
    default:
      return false;
  }
}

function press(event) {
  if (choice("keys") === "off" || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  const letter = letterOf(event);
  if (event.shiftKey && letter !== "?") return;
  if (act(letter, Boolean(event.target.closest("main tbody tr")))) event.preventDefault();
}

export function hearKeys() {
  document.addEventListener("keydown", press);
  document.getElementById("show-keys").addEventListener("click", list);
}
