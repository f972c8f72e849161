// The page: takes files and what a reader trusts, judges, and shows the verdicts. Nothing is
// put into the page but as text; nothing leaves it, which its policy sees to.

import { cbor } from "./cbor.js";
import { MAX_FILE } from "./channel.js";
import { engine, fitsByPoints, isSmall } from "./curves.js";
import { note } from "./heads.js";
import { judge, refused } from "./judging.js";
import { checkSignature, makeKey, sound, thumbprint } from "./keys.js";
import { consistentRoots, includedRoot } from "./merkle.js";
import { hex, unhex } from "./octets.js";
import { Policy } from "./policies.js";
import { say, speak } from "./languages.js";
import { NotReadable } from "./refusals.js";
import { channelId, inLines, SAID_ROWS, VERDICTS, visible } from "./words.js";

const MAX_POLICY = 1024 * 1024;
const SYMBOLS = ["●", "■", "?", "▲"];
const GRADES = ["good", "bad", "unknown", "late"];
const part = (id) => document.getElementById(id);
let files = [];
let judged = [];
let turn = 0;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

async function read(file, most) {
  if (file.size > most) {
    throw new NotReadable(`The file ${file.name} is longer than ${most} bytes.`);
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new NotReadable(`The file ${file.name} cannot be opened.`);
  }
}

/** What the reader brought along: a channel's id, a policy, or nothing. */
async function trusted() {
  const typed = part("channel").value.trim().replace(/\s+/g, " ");
  const given = part("policy").files[0];
  if (typed && given) {
    throw new NotReadable("Give a channel id or a policy, not both: one question at a time.");
  }
  const policy = given ? await read(given, MAX_POLICY) : null;
  if (policy) new Policy(policy);
  return { channel: typed ? channelId(typed) : null, policy };
}

async function verdictOn(file) {
  try {
    const trust = await trusted();
    return await judge(await read(file, MAX_FILE), trust, file.name);
  } catch (error) {
    return refused(file.name, error);
  }
}

function rowOf([name, value]) {
  const [label, lines] = inLines(name, value);
  const row = element("div", "", { "data-name": name });
  row.append(element("dt", say(label)));
  for (const line of lines) {
    const said = SAID_ROWS.has(name) || value === null ? say(line) : line;
    row.append(element("dd", said, name === "body" ? { class: "body" } : {}));
  }
  return row;
}

const verdictOf = ({ exit }) => say(VERDICTS[exit].toLowerCase()).toUpperCase();

function shown(verdict) {
  const grade = GRADES[verdict.exit];
  const article = element("article", "", { "data-exit": verdict.exit, "data-grade": grade });
  const title = element("h2", "");
  title.append(element("span", `${SYMBOLS[verdict.exit]} `, { "aria-hidden": "true" }));
  title.append(element("span", verdictOf(verdict), { class: "verdict" }));
  article.append(title);
  article.append(element("p", visible(verdict.file), { class: "file" }));
  article.append(element("p", say(visible(verdict.sentence)), { class: "sentence" }));
  const rows = element("dl", "");
  rows.append(...verdict.shown.map(rowOf));
  if (verdict.shown.length > 0) article.append(rows);
  return article;
}

function counted(verdicts) {
  const counts = VERDICTS.map((_, exit) => verdicts.filter((each) => each.exit === exit).length);
  const said = [0, 3, 1, 2].map((exit) => `${counts[exit]} ${say(VERDICTS[exit].toLowerCase())}`);
  return verdicts.length > 1 ? say(`Of ${verdicts.length}: ${said.join(", ")}`) : "";
}

/** Judge all files anew; what a newer turn has overtaken is not shown. */
async function judgeAll() {
  const mine = ++turn;
  const verdicts = [];
  judged = verdicts;
  part("judged").replaceChildren();
  part("state").classList.remove("heard");
  for (const file of files) {
    part("state").textContent = say(`Judging ${verdicts.length + 1} of ${files.length}`);
    // A page that computes answers nobody: it is let draw between files.
    await new Promise((go) => setTimeout(go));
    const verdict = await verdictOn(file);
    if (mine !== turn) return;
    verdicts.push(verdict);
    part("judged").append(shown(verdict));
  }
  conclude(verdicts);
  part("state").dataset.done = String(mine);
}

function conclude(verdicts) {
  part("state").classList.toggle("heard", verdicts.length < 2);
  part("state").textContent = counted(verdicts) || verdicts.map(verdictOf)[0] || "";
}

/** Say everything in the language of the address: what stands there, and every verdict. */
async function sayAll() {
  const tag = speak(location.hash);
  document.documentElement.lang = tag;
  for (const each of document.querySelectorAll("[data-say]")) {
    each.dataset.say ||= each.textContent;
    each.textContent = say(each.dataset.say);
  }
  for (const link of part("tongues").children) {
    if (link.lang === tag) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  part("judged").replaceChildren(...judged.map(shown));
  if (judged.length === files.length) conclude(judged);
  const name = await engine();
  part("engine").textContent = name === "the page" ? say("the page") : say("the browser");
}

function take(found) {
  files = [...found];
  judgeAll();
}

function arm() {
  part("files").addEventListener("change", (event) => take(event.target.files));
  part("channel").addEventListener("input", judgeAll);
  part("policy").addEventListener("change", judgeAll);
  part("clear").addEventListener("click", () => {
    part("policy").value = "";
    part("channel").value = "";
    judgeAll();
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.target.closest?.("#trust")) {
      part("policy").files = event.dataTransfer.files;
      judgeAll();
    } else {
      take(event.dataTransfer.files);
    }
  });
  addEventListener("hashchange", sayAll);
}

// For whoever tries a part by itself, in the browser's own console or from a test.
globalThis.verifier = Object.freeze({
  cbor,
  checkSignature,
  consistentRoots,
  fitsByPoints,
  hex,
  includedRoot,
  isSmall,
  judge,
  makeKey,
  note,
  sound,
  thumbprint,
  unhex,
});

sayAll();
arm();
