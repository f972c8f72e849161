// Bytes: how they are joined, compared, hashed, and turned into text and back.

import { sha256 } from "@noble/hashes/sha2.js";
import { NotReadable } from "./refusals.js";

export const digest = (data) => sha256(data);

export const hex = (data) =>
  Array.from(data, (octet) => octet.toString(16).padStart(2, "0")).join("");

export const unhex = (text) =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export const utf8 = (text) => new TextEncoder().encode(text);

export const isBytes = (value) => value instanceof Uint8Array;

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Below 0, 0 or above 0, as bytes stand to each other in order. */
export function compared(left, right) {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) {
    if (left[at] !== right[at]) return left[at] - right[at];
  }
  return left.length - right.length;
}

export const same = (left, right) => compared(left, right) === 0;

/** One character a byte: a pattern can then be laid on bytes. */
export function characters(data) {
  let text = "";
  for (let at = 0; at < data.length; at += 4096) {
    text += String.fromCharCode(...data.subarray(at, at + 4096));
  }
  return text;
}

export const fromCharacters = (text) =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The bytes before a mark, and those after it; all and none if it does not stand there. */
export function parted(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

export function big(data) {
  let number = 0n;
  for (const octet of data) number = (number << 8n) | BigInt(octet);
  return number;
}

export function bigLittle(data) {
  return big(Uint8Array.from(data).reverse());
}

/** A number in as many bytes, the largest first. */
export function octetsOf(number, size) {
  return unhex(BigInt(number).toString(16).padStart(2 * size, "0"));
}

/** Decode base64 in its one spelling (clause 5.1); the text has one character a byte. */
export function unbase64(text) {
  const parts = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(text);
  const rest = parts ? parts[1].length % 4 : 1;
  const padding = parts ? parts[2].length : 0;
  if (rest === 1 || (rest === 2 && padding < 2) || (rest === 3 && padding < 1)) {
    throw new NotReadable("A text is no base64 (clause 5.1).");
  }
  const data = fromCharacters(atob(parts[1]));
  if (base64(data) !== text) {
    throw new NotReadable("A base64 text has stray bits (clause 5.1).");
  }
  return data;
}

export const base64 = (data) => btoa(characters(data));
