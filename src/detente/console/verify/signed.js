// Clause 3.1: COSE_Sign, in which statements and key documents are signed.

import { cbor, head, isNumber, octetString, Tagged, textString } from "./cbor.js";
import { hex, isBytes, joined, same } from "./octets.js";
import { NotReadable } from "./refusals.js";
import { named, row } from "./shapes.js";

export const MAX_SIGNED = 60 * 1024;
const MAX_SIGNERS = 256;
const MAX_HEADER = 128;
named("signature", row("bytes", "empty", "bytes"));
const COSE = row("bytes", "empty", "bytes", "[signature]");

function signer(header) {
  const said = cbor(header, MAX_HEADER);
  const [algorithm, kid] = said instanceof Map ? [said.get(1), said.get(4)] : [];
  if (!isNumber(algorithm) || !isBytes(kid) || said.size !== 2) {
    throw new NotReadable("A signer is not algorithm and key id (clause 3.1).");
  }
  return { algorithm, kid };
}

/** Return the payload of signed bytes of one kind, and who signed it. */
export function signed(kind, raw) {
  const value = cbor(raw, MAX_SIGNED);
  if (!(value instanceof Tagged) || !COSE(value.content)) {
    throw new NotReadable("The bytes are no COSE_Sign structure (clause 3.1).");
  }
  const [outer, , payload, rows] = value.content;
  const type = textString(`application/vnd.detente.${kind}+cose`);
  if (!same(outer, joined([0xa1, 0x10], type))) {
    throw new NotReadable(`The bytes are not signed as ${kind} (clause 3.1).`);
  }
  const before = joined(head(4, 5), textString("Signature"), octetString(outer));
  const after = joined(octetString([]), octetString(payload));
  const signatures = rows.map(([header, , signature]) => ({
    ...signer(header),
    message: joined(before, octetString(header), after),
    signature,
  }));
  const signers = new Set(signatures.map((each) => `${each.algorithm} ${hex(each.kid)}`));
  const count = signatures.length;
  if (count === 0 || signers.size !== count || count > MAX_SIGNERS) {
    throw new NotReadable("No signature, one twice, or too many (clause 3.1).");
  }
  return { payload, signatures };
}
