// Clause 4: Merkle trees, as RFC 9162 section 2.1 defines them. Sizes are BigInts.

import { digest, joined } from "./octets.js";
import { NotProven } from "./refusals.js";

export const EMPTY_ROOT = digest(new Uint8Array());

export const leafHash = (entry) => digest(joined([0x00], entry));

const node = (left, right) => digest(joined([0x01], left, right));

/** The largest power of two below a size over 1. */
const split = (size) => 1n << BigInt((size - 1n).toString(2).length - 1);

function last(path) {
  if (path.length === 0) {
    throw new NotProven("A path is too short for its tree (clauses 4.3 and 4.4).");
  }
  return path.pop();
}

/** The root to which a leaf's path leads (clause 4.3). */
export function includedRoot(leaf, index, size, path) {
  if (index >= size) {
    throw new NotProven("A position lies beyond its head (clause 4.3).");
  }
  const rest = [...path];
  const root = climb(leaf, index, size, rest);
  if (rest.length > 0) {
    throw new NotProven("A path is too long for its tree (clause 4.3).");
  }
  return root;
}

function climb(leaf, index, size, path) {
  if (size === 1n) return leaf;
  const half = split(size);
  const sibling = last(path);
  return index < half
    ? node(climb(leaf, index, half, path), sibling)
    : node(sibling, climb(leaf, index - half, size - half, path));
}

/** The old and the new root to which a path leads (clause 4.4). */
export function consistentRoots(older, newer, path) {
  if (!(0n < older && older < newer)) {
    throw new NotProven("A path is between two sizes (clause 4.4).");
  }
  const rest = [...path];
  const roots = climbBoth(older, newer, rest);
  if (rest.length > 0) {
    throw new NotProven("A path is too long for its tree (clause 4.4).");
  }
  return roots;
}

function climbBoth(older, newer, path) {
  const step = last(path);
  if (older === newer) return [step, step];
  const half = split(newer);
  if (older <= half) {
    const [oldRoot, newRoot] = climbBoth(older, half, path);
    return [oldRoot, node(newRoot, step)];
  }
  const [oldRoot, newRoot] = climbBoth(older - half, newer - half, path);
  return [node(step, oldRoot), node(step, newRoot)];
}
