// Clause 2.5: what a browser signs with a passkey fits a message.

import { cbor } from "./cbor.js";
import { fitsP256 } from "./curves.js";
import { base64, digest, joined, same, utf8 } from "./octets.js";
import { NotProven, NotReadable } from "./refusals.js";
import { row } from "./shapes.js";

const MAX_ASSERTION = 4096;
const LEAST_DEVICE = 37;
const PRESENT_AND_VERIFIED = 5;
const PARTS = row("bytes", "bytes", "bytes");

function clientData(data) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data));
  } catch {
    throw new NotReadable("A passkey's client data is no JSON (clause 2.5).");
  }
}

const base64url = (data) =>
  base64(data).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");

const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Say whether an assertion fits; what it was made for, or without, is refused. */
export function fitsPasskey(key, message, signature) {
  const parts = cbor(signature, MAX_ASSERTION);
  if (!PARTS(parts)) {
    throw new NotReadable("A passkey signature has three parts (clause 2.5).");
  }
  const [device, client, ecdsa] = parts;
  const said = clientData(client);
  if (!isObject(said) || said.challenge !== base64url(digest(message))) {
    throw new NotProven("A passkey signed something else (clause 2.5).");
  }
  if (said.type !== "webauthn.get" || !key.origins.slice(1).includes(said.origin)) {
    throw new NotProven("A passkey signed for another site (clause 2.5).");
  }
  const site = digest(utf8(key.origins[0]));
  const wasThere = (device[32] & PRESENT_AND_VERIFIED) === PRESENT_AND_VERIFIED;
  if (!same(device.subarray(0, 32), site) || device.length < LEAST_DEVICE || !wasThere) {
    throw new NotProven("A passkey was used without its person (clause 2.5).");
  }
  return fitsP256(key.raw, joined(device, digest(client)), ecdsa);
}
