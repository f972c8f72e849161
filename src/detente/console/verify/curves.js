// The arithmetic of clause 2: what a point, a key and a signature are, by the libraries'
// curves and lattices. Which checks are asked for, and what is said of them, is decided in
// keys.js.
//
// Neither noble's own Ed25519 nor every browser's is strict as clause 2.1 is: some multiply
// the equation by the cofactor. So the equation is written out here over noble's points, and
// the browser's is taken, being faster, only after it has refused what a strict one refuses.

import { edwards } from "@noble/curves/abstract/edwards.js";
import { ecdsa, weierstrass } from "@noble/curves/abstract/weierstrass.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { ml_dsa44, ml_dsa65 } from "@noble/post-quantum/ml-dsa.js";
import { bigLittle, joined, same, unhex } from "./octets.js";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

// RFC 8032, section 5.1.
const Edwards = edwards({
  p: P,
  n: ORDER,
  h: 8n,
  a: P - 1n,
  d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
  Gx: 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  Gy: 0x6666666666666666666666666666666666666666666666666666666666666658n,
});

// FIPS 186-5 and SP 800-186, section 3.2.1.3.
const Weierstrass = weierstrass({
  p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  h: 1n,
  a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffcn,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  Gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  Gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
});
const p256 = ecdsa(Weierstrass, sha256);

const Y_OF_ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7n;
const SMALL_ORDERS = new Set([0n, 1n, P - 1n, Y_OF_ORDER_8, P - Y_OF_ORDER_8]);

/** Say whether the y of a point, its sign aside, is one of small order. */
export const isSmall = (point) => SMALL_ORDERS.has(bigLittle(point) & (2n ** 255n - 1n));

/** Say whether a point is canonical and of prime order (clause 2.4). */
export function hasPrimeOrder(raw) {
  try {
    const point = Edwards.fromBytes(raw);
    return !point.is0() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** Say whether S·B - k·A is R byte for byte (clause 2.1); the key is sound. */
export function fitsByPoints(raw, message, signature) {
  const [r, s] = [signature.subarray(0, 32), bigLittle(signature.subarray(32))];
  if (signature.length !== 64 || s >= ORDER) return false;
  const k = bigLittle(sha512(joined(r, raw, message))) % ORDER;
  const left = s === 0n ? Edwards.ZERO : Edwards.BASE.multiplyUnsafe(s);
  const right = k === 0n ? Edwards.ZERO : Edwards.fromBytes(raw).multiplyUnsafe(k);
  return same(left.subtract(right).toBytes(), r);
}

async function fitsByBrowser(raw, message, signature) {
  const usage = ["verify"];
  const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, usage);
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
}

// A key, and signatures by it over "to be signed": one that fits, one whose R has a part of
// order eight, which fits only where the equation is multiplied by the cofactor, and one
// whose S has the group's order added.
const TRIAL = {
  key: unhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"),
  message: new TextEncoder().encode("to be signed"),
  fits: unhex(
    "54c83d2467ae899f4ace4525c8390825ba8fd2ad68b6b4f28c0023c0c546bb7e" +
      "59765de3b82d84369b59e80b613d40aac3f91fcb035069736c6ce4c61c062001",
  ),
  mixed: unhex(
    "bed7ec439f4bbb5bfba687f2380771c9d91d30c9f5d8635c3b67f51054ce7890" +
      "f5f55e114a80bf4ffec489765b9f044599c23e971c7238eeeba91ac12642f404",
  ),
  long: unhex(
    "54c83d2467ae899f4ace4525c8390825ba8fd2ad68b6b4f28c0023c0c546bb7e" +
      "464a5340d390968e71f6dfae3f371fbfc3f91fcb035069736c6ce4c61c062011",
  ),
};

async function isStrict() {
  const tried = (signature) => fitsByBrowser(TRIAL.key, TRIAL.message, signature);
  try {
    return (
      (await tried(TRIAL.fits)) && !(await tried(TRIAL.mixed)) && !(await tried(TRIAL.long))
    );
  } catch {
    return false; // no WebCrypto here, or none that knows Ed25519
  }
}

let strict;

/** Say whether an Ed25519 signature fits a sound key, by whatever is strict and fast. */
export async function fitsEd25519(raw, message, signature) {
  strict ??= isStrict();
  if (await strict) return fitsByBrowser(raw, message, signature);
  return fitsByPoints(raw, message, signature);
}

/** Say by what Ed25519 is checked here: a page tells it. */
export async function engine() {
  strict ??= isStrict();
  return (await strict) ? "the browser" : "the page";
}

export const fitsMlDsa44 = (raw, message, signature) =>
  ml_dsa44.verify(signature, message, raw);

export const fitsMlDsa65 = (raw, message, signature) =>
  ml_dsa65.verify(signature, message, raw);

/** Say whether bytes are an uncompressed point of P-256. */
export function isOnP256(raw) {
  try {
    Weierstrass.fromBytes(raw).assertValidity();
    return true;
  } catch {
    return false;
  }
}

/** Say whether an ECDSA signature in DER fits, whichever of both values its S has. */
export function fitsP256(raw, message, signature) {
  try {
    return p256.verify(signature, message, raw, { format: "der", lowS: false });
  } catch {
    return false;
  }
}
