// Shapes: which fields a value has, and of which kind. A kind is written as a word: `A|B`
// is one of two words, `[k]` a list, `[k]+` one that is not empty, `k?` may be null.

import { isNumber } from "./cbor.js";
import { isBytes } from "./octets.js";

const HASH_BYTES = 32;

const KINDS = new Map([
  ["number", isNumber],
  ["count", (value) => isNumber(value) && value >= 0],
  ["flag", (value) => typeof value === "boolean"],
  ["true", (value) => value === true],
  ["text", (value) => typeof value === "string"],
  ["bytes", isBytes],
  ["hash", (value) => isBytes(value) && value.length === HASH_BYTES],
  ["map", (value) => value instanceof Map],
  ["empty", (value) => value instanceof Map && value.size === 0],
]);

/** Give a shape a name by which others refer to it. */
export const named = (name, shape) => KINDS.set(name, shape);

export function kind(word) {
  if (word.endsWith("?")) {
    const inner = kind(word.slice(0, -1));
    return (value) => value === null || inner(value);
  }
  if (word.endsWith("+")) {
    const filled = kind(word.slice(0, -1));
    return (value) => filled(value) && value.length > 0;
  }
  if (word.startsWith("[")) {
    const inner = kind(word.slice(1, -1));
    return (value) => Array.isArray(value) && value.every(inner);
  }
  const words = word.split("|");
  return KINDS.get(word) ?? ((value) => typeof value === "string" && words.includes(value));
}

/** A list of exactly these kinds, one after the other. */
export function row(...words) {
  const shapes = words.map(kind);
  return (value) =>
    Array.isArray(value) &&
    value.length === shapes.length &&
    shapes.every((shape, at) => shape(value[at]));
}

const fields = (text) => text.trim().split(/\s+/).filter(Boolean).map((part) => part.split("="));

/** A map with all fields of the first list, some of the second, and no other. */
export function mapOf(always, sometimes = "") {
  const needed = fields(always).map(([name]) => name);
  const shapes = new Map(
    [...fields(always), ...fields(sometimes)].map(([name, word]) => [name, kind(word)]),
  );
  return (value) =>
    value instanceof Map &&
    needed.every((name) => value.has(name)) &&
    [...value].every(([name, each]) => shapes.has(name) && shapes.get(name)(each));
}
