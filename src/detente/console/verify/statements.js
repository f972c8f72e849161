// Clause 3: a statement whose header is whole, and who released it.

import { cbor } from "./cbor.js";
import { checkSignature } from "./keys.js";
import { hex, same } from "./octets.js";
import { NotProven, NotReadable } from "./refusals.js";
import { mapOf, named, row } from "./shapes.js";
import { MAX_SIGNED, signed } from "./signed.js";

const REFERENCE =
  /^([A-Z][A-Za-z0-9-]{0,31})\/[0-9]{4}\/(?:[0-9]{4}|[1-9][0-9]{4,8})\/([A-Z]{3,5})\/[1-9][0-9]{0,3}\/([OET])$/;
named("citation", row("text", "hash"));
named("seen", row("text", "count", "count", "hash"));
named("attachment", mapOf("name=text media_type=text size_bytes=number sha256=hash"));
// What may be left out has a usual value, and that value may not be spelled out.
const HEADER = mapOf(
  `channel=hash reference=text from_post=text to_post=text drafted=count
   released=count language=text drafter=hash releasers=[hash]
   charter_version=count body_digest=hash`,
  `status=EXERCISE|TEST kind=UPDATE|CANCEL|CORRECTION precedence=Z|O|P
   info_posts=[text]+ changes=[citation]+ answers=[citation]+
   valid_from=number valid_until=number reply_by=number
   handling=releasable|public releasable_to=[text]+
   attachments=[attachment]+ seen=[seen]+`,
);
const USUAL = [
  ["status", "OPERATION"],
  ["kind", "NEW"],
  ["precedence", "R"],
];

/** Read a statement whose header is whole (clause 3.2). */
export function statementOf(raw) {
  const { payload, signatures } = signed("statement", raw);
  const header = cbor(payload, MAX_SIGNED);
  if (!HEADER(header)) {
    throw new NotReadable("A statement's header is not complete (clause 3.2).");
  }
  const said = new Map([...USUAL, ...header]);
  const reference = REFERENCE.exec(said.get("reference"));
  if (!reference || reference[3] !== said.get("status")[0]) {
    throw new NotReadable("A reference is none, or contradicts (clause 3.3).");
  }
  if (said.has("changes") !== (said.get("kind") !== "NEW")) {
    throw new NotReadable("A change cites what it changes (clause 3.6).");
  }
  const releasers = said.get("releasers");
  const isAsListed =
    releasers.length === signatures.length &&
    signatures.every(({ kid }, at) => same(kid, releasers[at]));
  if (!isAsListed) {
    throw new NotReadable("Signatures are not those the header lists (clause 3.5).");
  }
  return { said, signatures, party: reference[1], form: reference[2] };
}

/** Check who released a statement; return the party's credentials (clause 3.5). */
export async function checkReleased(statement, channel, party) {
  const { said, signatures } = statement;
  if (hex(said.get("channel")) !== channel.id || statement.party !== party) {
    throw new NotProven("A statement is of another channel or party (clause 3.3).");
  }
  const chain = channel.chains.get(party);
  const held = new Map(chain.flatMap((document) => [...document.credentials]));
  for (const { algorithm, kid, message, signature } of signatures) {
    const key = held.get(hex(kid))?.key;
    if (key?.algorithm !== algorithm) {
      throw new NotProven("A releaser has no credential (clause 3.5).");
    }
    await checkSignature(key, message, signature);
  }
  if (!held.has(hex(said.get("drafter")))) {
    throw new NotProven("The drafter has no credential (clause 3.5).");
  }
  return held;
}
