// Clauses 5.6 and 5.7: the policy that a head's own keys make, and the policy of a reader.

import { COSIGNED, COSIGNED_ML_DSA, noteKey, PLAIN } from "./heads.js";
import { characters, hex, unbase64 } from "./octets.js";
import { NotReadable } from "./refusals.js";

const VKEY = /^([!-*,-~\x80-\xff]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;

/** The policy that demands all of these keys (clause 5.6). */
export function ownPolicy(feed, mirrors) {
  const named = [["feed-06", feed[1]]];
  mirrors.forEach((mirror, at) => {
    for (const key of mirror) {
      named.push([`mirror${at + 1}-${key.type.toString(16).padStart(2, "0")}`, key]);
    }
  });
  const witnesses = named.map(([name, key]) => `witness ${name} ${key.vkey}\n`).join("");
  const members = named.map(([name]) => name).join(" ");
  return `log ${feed[0].vkey}\n${witnesses}group all-keys all ${members}\nquorum all-keys\n`;
}

function verifierKey(text, types) {
  const parts = VKEY.exec(text);
  const data = parts ? unbase64(parts[3]) : null;
  if (!parts || !types.includes(data[0])) {
    throw new NotReadable("A policy has a key of a kind it cannot use (clause 5.7).");
  }
  const key = noteKey(parts[1], data[0], data.subarray(1));
  if (key.hint !== parts[2]) {
    throw new NotReadable("A policy has a key with a wrong key id (clause 5.7).");
  }
  return key;
}

const isOneOf = (key, keys) =>
  keys.some((other) => other.vkey === key.vkey);

/** A C2SP tlog-policy, and what it says of the keys that signed (clause 5.7). */
export class Policy {
  constructor(data, feed = [], mirrors = []) {
    this.signed = [...feed, ...mirrors.flat()];
    this.logs = [];
    this.listed = new Set();
    this.reached = new Map();
    this.grouped = new Set();
    this.quorum = "";
    this.read(characters(data));
    this.namesFeed = feed.some((key) => isOneOf(key, this.logs));
    this.accepts = this.namesFeed && (this.reached.get(this.quorum) ?? true);
  }

  read(text) {
    if (!text.endsWith("\n") || CONTROL.test(text)) {
      throw new NotReadable("The policy is no text of whole lines (clause 5.7).");
    }
    text.split("\n").forEach((row, at) => {
      const words = row.split(/[ \t]+/).filter(Boolean);
      if (words.length > 0 && !words[0].startsWith("#") && !this.line(words)) {
        throw new NotReadable(`Line ${at + 1} of the policy is wrong (clause 5.7).`);
      }
    });
    if (!this.quorum) {
      throw new NotReadable("The policy names no quorum (clause 5.7).");
    }
  }

  line([role, ...words]) {
    const count = words.length;
    if (role === "log" && (count === 1 || count === 2)) return this.log(words[0]);
    if (role === "witness" && (count === 2 || count === 3)) return this.witness(...words);
    if (role === "group" && count > 2) {
      const [name, least, ...members] = words;
      return this.group(name, least, members);
    }
    if (role === "quorum" && count === 1 && !this.quorum) {
      this.quorum = words[0];
      return this.quorum === "none" || this.reached.has(this.quorum);
    }
    return false;
  }

  log(text) {
    const key = verifierKey(text, [PLAIN, COSIGNED_ML_DSA]);
    this.logs.push(key);
    return this.isNew("log", key);
  }

  witness(name, text) {
    const key = verifierKey(text, [COSIGNED, COSIGNED_ML_DSA]);
    return this.isNew("witness", key) && this.define(name, isOneOf(key, this.signed));
  }

  isNew(role, key) {
    const known = this.listed.size;
    this.listed.add(`${role} ${hex(key.raw)}`);
    return this.listed.size > known;
  }

  define(name, reached) {
    const fresh = name !== "none" && !this.reached.has(name);
    this.reached.set(name, reached);
    return fresh;
  }

  group(name, least, members) {
    const together = [...new Set(members)];
    const isWord = least === "all" || least === "any";
    if (!isWord && !/^[1-9][0-9]{0,3}$/.test(least)) return false;
    const needed = { all: members.length, any: 1 }[least] ?? Number(least);
    const free = together.filter((each) => !this.grouped.has(each)).length;
    if (needed > members.length || members.length !== free) return false;
    if (!together.every((each) => this.reached.has(each))) return false;
    together.forEach((each) => this.grouped.add(each));
    return this.define(
      name,
      together.filter((each) => this.reached.get(each)).length >= needed,
    );
  }
}
