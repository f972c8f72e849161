// Clause 1: the one spelling of a value. A reader that takes no second spelling needs to
// encode nothing again. Numbers that a float holds exactly are numbers, others are BigInts;
// maps are Maps, whose keys keep their kind.

import { compared, joined, big, octetsOf, utf8 } from "./octets.js";
import { NotReadable } from "./refusals.js";

const MAX_DEPTH = 16;
const MAX_ITEMS = 4096;
const LEAST = [24n, 1n << 8n, 1n << 16n, 1n << 32n]; // what needs 1, 2, 4, 8 bytes
const SIMPLE = new Map([
  [0xf4, false],
  [0xf5, true],
  [0xf6, null],
]);
const COSE_SIGN = 98;
// What cannot be seen, or turns the direction of writing (clause 1.6).
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What stands under tag 98. */
export class Tagged {
  constructor(content) {
    this.content = content;
  }
}

const plain = (number) =>
  number <= Number.MAX_SAFE_INTEGER && number >= Number.MIN_SAFE_INTEGER
    ? Number(number)
    : number;

class Reader {
  constructor(data) {
    this.data = data;
    this.at = 0;
    this.items = 0;
  }

  take(size) {
    if (size > this.data.length - this.at) {
      throw new NotReadable("The bytes end in the middle of a value (clause 1.1).");
    }
    const start = this.at;
    this.at += Number(size);
    return this.data.subarray(start, this.at);
  }

  value(depth) {
    this.items += 1;
    if (this.items > MAX_ITEMS || depth > MAX_DEPTH) {
      throw new NotReadable("Too many items, or nested too deep (clause 1.7).");
    }
    if (this.at >= this.data.length) {
      throw new NotReadable("The bytes end before a value (clause 1.1).");
    }
    const first = this.data[this.at++];
    if (SIMPLE.has(first)) return SIMPLE.get(first);
    const major = first >> 5;
    const low = first & 31;
    if (major === 7 || low > 27) {
      throw new NotReadable("A float, or an open length (clauses 1.3 and 1.4).");
    }
    const number = low < 24 ? low : this.long(low - 24);
    return this.content(major, number, depth);
  }

  content(major, number, depth) {
    switch (major) {
      case 0:
        return number;
      case 1:
        return plain(-1n - BigInt(number));
      case 2:
        return this.take(number);
      case 3:
        return text(this.take(number));
      case 4:
        return this.list(number, depth + 1);
      case 5:
        return this.map(number, depth + 1);
    }
    if (number === COSE_SIGN && depth === 0) return new Tagged(this.value(1));
    throw new NotReadable(`Tag ${number} has no place there (clause 1.4).`);
  }

  long(power) {
    const number = big(this.take(1 << power));
    if (number < LEAST[power]) {
      throw new NotReadable("A number is not in its shortest form (clause 1.2).");
    }
    return plain(number);
  }

  list(size, depth) {
    const found = [];
    for (let count = 0; count < size; count++) found.push(this.value(depth));
    return found;
  }

  map(size, depth) {
    const found = new Map();
    let before = new Uint8Array();
    for (let count = 0; count < size; count++) {
      const start = this.at;
      const key = this.value(depth);
      const spelled = this.data.subarray(start, this.at);
      if (!isNumber(key) && typeof key !== "string") {
        throw new NotReadable("A map key is no number or text (clause 1.5).");
      }
      // Keys that rise cannot stand twice.
      if (compared(spelled, before) <= 0) {
        throw new NotReadable("Map keys are doubled or unsorted (clause 1.5).");
      }
      before = spelled;
      found.set(key, this.value(depth));
    }
    return found;
  }
}

export const isNumber = (value) => typeof value === "number" || typeof value === "bigint";

/** Read text (clause 1.6). */
export function text(data) {
  let found;
  try {
    found = DECODER.decode(data);
  } catch {
    throw new NotReadable("A text is not UTF-8 (clause 1.6).");
  }
  if (UNSAFE.test(found)) {
    throw new NotReadable("A text has control or direction characters (clause 1.6).");
  }
  if (found.normalize("NFC") !== found) {
    throw new NotReadable("A text is not in Unicode form NFC (clause 1.6).");
  }
  return found;
}

/** Read bytes that hold exactly one value, in its one spelling (clause 1). */
export function cbor(data, most) {
  if (data.length > most) {
    throw new NotReadable(`${data.length} bytes where ${most} are the most.`);
  }
  const reader = new Reader(data);
  const value = reader.value(0);
  if (reader.at !== data.length) {
    throw new NotReadable("Bytes follow the value (clause 1.1).");
  }
  return value;
}

/** The head of a value: its kind, and its number or length in the shortest form. */
export function head(major, number) {
  for (let power = 3; power >= 0; power--) {
    if (BigInt(number) >= LEAST[power]) {
      return joined([(major << 5) | (24 + power)], octetsOf(number, 1 << power));
    }
  }
  return Uint8Array.of((major << 5) | Number(number));
}

/** A byte string as a value. */
export const octetString = (data) => joined(head(2, data.length), data);

/** A text as a value. */
export const textString = (word) => joined(head(3, utf8(word).length), utf8(word));
