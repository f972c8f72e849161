// What a verdict says, in the words of the verifier that is a command.

import { cbor, Tagged, text } from "./cbor.js";
import { hex, isBytes } from "./octets.js";
import { NotReadable } from "./refusals.js";
import { MAX_SIGNED } from "./signed.js";

const YEAR_10000_S = 253402300800n;
const PRECEDENCE = { Z: "FLASH", O: "IMMEDIATE", P: "PRIORITY", R: "ROUTINE" };

export const VERDICTS = [
  "PROVES",
  "DOES NOT PROVE",
  "CANNOT BE READ",
  "CONSISTENT, TRUST NOT SHOWN",
];

/** Rows whose values are the verifier's own words; all others are as they were signed. */
export const SAID_ROWS = new Set([
  ...["marked", "drafted", "released", "released_by", "had_seen", "head", "held_by"],
  ...["first_head", "second_head", "trusted_because", "not_shown"],
]);

const NOT_SHOWN = [
  "which person held a credential: posts and numbered credentials are named",
  "that any time is true: times are claims of whoever signed them",
  "that what is said is so, or keeps the charter's rules",
  "what came later: a change, a cancellation, a withdrawn credential",
  "that no other history of this feed exists elsewhere (a fork has its own proof)",
];
const NOT_SHOWN_OF_FORK = [
  "which of the two histories others hold",
  "whether it was meant, or a restored copy or a second instance signed",
];

export const notShown = (isProof) => (isProof ? NOT_SHOWN : NOT_SHOWN_OF_FORK);

/** Say what is trusted, and why. */
export function because({ channel, policy }) {
  if (channel !== null) return "the channel id you gave is the hash of the charter in the file";
  if (policy !== null) return "the policy you gave accepts the keys that signed";
  return "nothing: you gave neither a channel id nor a policy";
}

/** A time as a claim. */
export function utc(time) {
  if (BigInt(time) >= YEAR_10000_S) return `${time} s after 1970 (claimed)`;
  const stamp = new Date(Number(time) * 1000).toISOString();
  return `${stamp.slice(0, 10)} ${stamp.slice(11, 19)}Z (claimed)`;
}

/** A channel's id in hex and as the sixteen groups that are read aloud. */
export function spoken(id) {
  const groups = id.match(/.{4}/g).map((four) => String(parseInt(four, 16)).padStart(5, "0"));
  return `${id} = ${groups.join(" ")}`;
}

/** Read a channel's id: 64 hex digits, or sixteen groups of five digits. */
export function channelId(given) {
  if (/^[0-9a-fA-F]{64}$/.test(given)) return given.toLowerCase();
  const groups = given.trim().split(/[ -]+/);
  if (/^[0-9]{5}( [0-9]{5}){15}$/.test(groups.join(" "))) {
    const words = groups.map(Number);
    if (Math.max(...words) < 1 << 16) {
      return words.map((word) => word.toString(16).padStart(4, "0")).join("");
    }
  }
  throw new NotReadable("A channel id is 64 hex digits or 16 groups of five digits.");
}

export const feedOf = (head) => head.origin.split("/").slice(2).join("/");

export const shownHead = (head, time) =>
  `${head.size} entries, root ${hex(head.root)}, signed ${utc(time)}`;

/** What a statement's header says, a row a fact. */
export function shownStatement(statement, credentials) {
  const { said } = statement;
  const by = (kid) => {
    const { post, number, node } = credentials.get(hex(kid));
    const machine = node ? " (the node's own, automatic)" : "";
    return `${statement.party}, post ${post}, credential ${number}${machine}`;
  };
  const letter = said.get("precedence");
  const precedence = `precedence ${letter} ${PRECEDENCE[letter]}`;
  const shown = [
    ["reference", said.get("reference")],
    ["form", statement.form],
    ["marked", `${said.get("status")}, ${said.get("kind")}, ${precedence}`],
    ["from", said.get("from_post")],
    ["to", [said.get("to_post"), ...(said.get("info_posts") ?? [])]],
    ["drafted", `${utc(said.get("drafted"))} by ${by(said.get("drafter"))}`],
    ["released", utc(said.get("released"))],
    ["released_by", said.get("releasers").map(by)],
  ];
  for (const name of ["changes", "answers"]) {
    const cited = said.get(name);
    if (cited) shown.push([name, cited.map(([reference, id]) => `${reference} = ${hex(id)}`)]);
  }
  const seen = said.get("seen");
  if (seen) {
    shown.push(["had_seen", seen.map(([party, feed, size]) => `${party}/${feed} up to ${size}`)]);
  }
  return shown;
}

/** Try ways to read something in turn; the last one reads everything. */
function firstReadable(...ways) {
  for (const way of ways) {
    try {
      return way();
    } catch (error) {
      if (!(error instanceof NotReadable)) throw error;
    }
  }
  throw new NotReadable("No way to show it.");
}

/** Write a body out: as its fields, as text, or else in hex. */
export const shownBody = (body) =>
  firstReadable(
    () => fields(cbor(body, MAX_SIGNED), "").join("\n"),
    () => text(body),
    () => hex(body),
  );

function fields(value, name) {
  if (value instanceof Tagged) return fields(value.content, name);
  if (value instanceof Map && value.size > 0) {
    return [...value].flatMap(([key, each]) => fields(each, name ? `${name}.${key}` : `${key}`));
  }
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((each, at) => fields(each, `${name}.${at + 1}`));
  }
  return [`${name}: ${scalar(value)}`];
}

function scalar(value) {
  if (isBytes(value)) return hex(value);
  if (value instanceof Map) return "{}";
  if (Array.isArray(value)) return "[]";
  return { true: "True", false: "False", null: "None" }[value] ?? `${value}`;
}

/** Show invisible characters by number: they could make a line read as another. */
export const visible = (line) =>
  line.replace(/[\p{C}\p{Z}]/gu, (sign) =>
    sign === " " ? sign : `\\u{${sign.codePointAt(0).toString(16).padStart(4, "0")}}`,
  );

/** A row's label and its lines, as they are shown. */
export function inLines(name, value) {
  const label = name.replaceAll("_", " ");
  const first = label[0].toUpperCase() + label.slice(1);
  if (name !== "body") return [first, [value].flat().map((line) => visible(`${line}`))];
  // A body must not be able to imitate the verdict around it.
  const said = value ?? "not in this file: withheld or purged";
  return [first, said.split("\n").map((line) => visible(`| ${line}`))];
}
