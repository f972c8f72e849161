// Clause 5: signed heads, and the keys that sign them. Texts that came as bytes are held
// with one character a byte, so that no second reading of them comes in between.

import { checkSignature, ED25519, makeKey, ML_DSA_44 } from "./keys.js";
import {
  base64,
  big,
  characters,
  digest,
  fromCharacters,
  hex,
  joined,
  octetsOf,
  parted,
  unbase64,
  utf8,
} from "./octets.js";
import { NotProven, NotReadable } from "./refusals.js";

export const PLAIN = 0x01;
export const COSIGNED = 0x04;
export const COSIGNED_ML_DSA = 0x06;
const MAX_NOTE = 64 * 1024;
const MAX_LINES = 32;
const HINT_BYTES = 4;
const LAST_TIME_S = 2n ** 63n - 1n;
const NAME = "[!-*,-~]{1,255}";
const CHECKPOINT = new RegExp(`^${NAME}\n(?:0|[1-9][0-9]{0,18})\n[A-Za-z0-9+/]{43}=$`);
const DASH = characters(utf8("— "));
const SIGNED_BY = new RegExp(`^${DASH}${NAME} [A-Za-z0-9+/]+={0,2}$`);

/** A key that signs heads: its name (a character a byte), C2SP signature type, bytes. */
export function noteKey(name, type, raw) {
  const hint = digest(joined(fromCharacters(`${name}\n`), [type], raw)).subarray(0, 4);
  const vkey = `${name}+${hex(hint)}+${base64(joined([type], raw))}`;
  return { name, type, raw, hint: hex(hint), vkey };
}

/** Read a signed checkpoint without extension lines (clause 5.1). */
export function note(data) {
  const [top, rest] = parted(characters(data), "\n\n");
  if (data.length > MAX_NOTE || !CHECKPOINT.test(top)) {
    throw new NotReadable("A head is not origin, size and root alone (clause 5.1).");
  }
  const rows = rest.split("\n");
  const end = rows.pop();
  const counted = rows.length > 0 && rows.length <= MAX_LINES;
  if (end || !counted || !rows.every((row) => SIGNED_BY.test(row))) {
    throw new NotReadable("A head has no signature line, or another (clause 5.1).");
  }
  const lines = rows.map(signatureLine);
  const [origin, size, root] = top.split("\n");
  return {
    body: fromCharacters(`${top}\n`),
    origin,
    size: BigInt(size),
    root: unbase64(root),
    lines,
  };
}

function signatureLine(row) {
  const [, name, value] = row.split(" ");
  const data = unbase64(value);
  if (data.length <= HINT_BYTES) {
    throw new NotReadable("A signature line has a hint alone (clause 5.1).");
  }
  return { name, hint: hex(data.subarray(0, 4)), signature: data.subarray(4) };
}

const isOf = (line, key) => line.name === key.name && line.hint === key.hint;

/** Say whether a line of a head names any key of a pair. */
export const names = (head, pair) =>
  pair.some((key) => head.lines.some((line) => isOf(line, key)));

/** What a cosigner signs: a text (0x04), or the tree itself (0x06). */
function cosigned(head, key, time) {
  if (key.type === COSIGNED) {
    return joined(utf8(`cosignature/v1\ntime ${time}\n`), head.body);
  }
  const name = fromCharacters(key.name);
  const origin = fromCharacters(head.origin);
  return joined(
    utf8("subtree/v1\n\0"),
    [name.length],
    name,
    octetsOf(time, 8),
    [origin.length],
    origin,
    new Uint8Array(8),
    octetsOf(head.size, 8),
    head.root,
  );
}

async function checkLine(head, key) {
  const found = head.lines.filter((line) => isOf(line, key));
  if (found.length !== 1) {
    throw new NotProven(`A head needs one signature of ${key.name} (clause 5.3).`);
  }
  let { signature } = found[0];
  let message = head.body;
  let time = 0n;
  if (key.type !== PLAIN) {
    time = big(signature.subarray(0, 8));
    signature = signature.subarray(8);
    if (time > LAST_TIME_S) {
      throw new NotProven("A signature claims a time beyond all times (clause 5.4).");
    }
    message = cosigned(head, key, time);
  }
  const algorithm = key.type === COSIGNED_ML_DSA ? ML_DSA_44 : ED25519;
  await checkSignature(makeKey(algorithm, key.raw), message, signature);
  return time;
}

/** Check that both keys signed once (clause 5.3); return the latest time claimed. */
export async function checkPair(head, pair) {
  const first = await checkLine(head, pair[0]);
  const second = await checkLine(head, pair[1]);
  return first > second ? first : second;
}
