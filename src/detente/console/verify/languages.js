// In which language the page speaks: as its address says behind the #, else English. What is
// said is found in the catalogue by its pattern, as the console does (report/patterns.py).

import { CATALOGUES } from "./catalogue.js";

const TAGS = { en: "en", zh: "zh-Hans", ru: "ru" };
const PLACE = /\{(\w+)\}/;
const told = new Map();
let patterns = [];

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

function patternOf([english, other, isRow]) {
  const parts = english.split(PLACE);
  const texts = parts.filter((_, at) => at % 2 === 0);
  const names = parts.filter((_, at) => at % 2 === 1);
  const form = new RegExp(`^${texts.map(escaped).join("(.*?)")}$`, "s");
  const letters = texts.join("").length;
  return { form, names, letters, isRow, late: texts[0] === "", other };
}

/** Speak the language that the address names; return its tag. */
export function speak(hash) {
  const language = Object.hasOwn(CATALOGUES, hash.slice(1)) ? hash.slice(1) : "en";
  told.clear();
  for (const [english, other] of CATALOGUES[language] ?? []) told.set(english, other);
  patterns = (CATALOGUES[language] ?? []).filter(([english]) => PLACE.test(english)).map(patternOf);
  patterns.sort((one, two) => one.late - two.late || two.letters - one.letters);
  return TAGS[language];
}

function filled({ names, isRow, other }, values) {
  const found = {};
  for (const [at, name] of names.entries()) {
    // A sentence within a sentence is said; a party's own name never.
    const said = isRow || name === "sentence" ? known(values[at]) : values[at];
    found[name] = said ?? values[at];
  }
  return other.replace(/\{(\w+)\}/g, (_, name) => found[name]);
}

/** Return what was said in English in the page's language; null: it is not known there. */
function known(english) {
  if (told.has(english)) return told.get(english);
  for (const each of patterns) {
    const match = each.form.exec(english);
    if (match) return filled(each, match.slice(1));
  }
  return null;
}

/** Return what was said, in the page's language or in English. */
export const say = (english) => known(english) ?? english;
