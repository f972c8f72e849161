// Clause 2: which keys there are, how one is named, when it is sound, when a signature fits.
// A key is {algorithm, raw, origins}; the origins are a passkey's site and who may sign.

import { fitsEd25519, fitsMlDsa44, fitsMlDsa65, hasPrimeOrder, isOnP256, isSmall } from "./curves.js";
import { head, octetString } from "./cbor.js";
import { digest, hex, joined } from "./octets.js";
import { fitsPasskey } from "./passkeys.js";
import { NotProven } from "./refusals.js";

export const ED25519 = -19;
export const ML_DSA_44 = -48;
export const ML_DSA_65 = -49;
export const PASSKEY = -65537;
const KEY_BYTES = new Map([
  [ED25519, 32],
  [ML_DSA_44, 1312],
  [ML_DSA_65, 1952],
  [PASSKEY, 65],
]);

export const makeKey = (algorithm, raw, origins = []) => ({ algorithm, raw, origins });

/** Two keys are one if this text is. */
export const identity = (key) =>
  JSON.stringify([String(key.algorithm), hex(key.raw), key.origins]);

/** The RFC 9679 thumbprint that names a sound key (clause 2.2). */
export function thumbprint(key) {
  if (key.algorithm === ED25519) {
    return digest(joined([0xa3, 0x01, 0x01, 0x20, 0x06, 0x21], octetString(key.raw)));
  }
  if (key.algorithm === PASSKEY) {
    const x = octetString(key.raw.subarray(1, 33));
    const y = octetString(key.raw.subarray(33));
    return digest(joined([0xa4, 0x01, 0x02, 0x20, 0x01, 0x21], x, [0x22], y));
  }
  const algorithm = head(1, -1 - key.algorithm);
  return digest(joined([0xa3, 0x01, 0x07, 0x03], algorithm, [0x20], octetString(key.raw)));
}

const known = new Set(); // keys that were found sound

/** Return a key unless it is of an unknown kind or does not bind (clause 2.3). */
export function sound(key) {
  const name = identity(key);
  if (known.has(name)) return key;
  if (KEY_BYTES.get(key.algorithm) !== key.raw.length) {
    throw new NotProven("A key has an unknown kind or a wrong length (clause 2.3).");
  }
  if (key.origins.length > 0 !== (key.algorithm === PASSKEY)) {
    throw new NotProven("A passkey names its origins, no other key does (clause 2.3).");
  }
  if (key.algorithm === PASSKEY && !isOnP256(key.raw)) {
    throw new NotProven("A passkey is no point of P-256 (clause 2.3).");
  }
  if (key.algorithm === ED25519 && !hasPrimeOrder(key.raw)) {
    throw new NotProven("An Ed25519 key is not sound (clause 2.4).");
  }
  known.add(name);
  return key;
}

async function fits(key, message, signature) {
  switch (key.algorithm) {
    case ED25519:
      // Under such an R one signature could fit whatever is hashed with it.
      if (isSmall(signature.subarray(0, 32))) {
        throw new NotProven("A signature's R is of small order (clause 2.1).");
      }
      return fitsEd25519(key.raw, message, signature);
    case ML_DSA_44:
      return fitsMlDsa44(key.raw, message, signature);
    case ML_DSA_65:
      return fitsMlDsa65(key.raw, message, signature);
    default:
      return fitsPasskey(key, message, signature);
  }
}

/** Check one signature of a sound key (clause 2.1). */
export async function checkSignature(key, message, signature) {
  if (!(await fits(key, message, signature))) {
    throw new NotProven("A signature does not fit its key and text.");
  }
}
