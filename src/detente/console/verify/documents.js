// Clause 6: key documents, each of which proves itself.

import { cbor } from "./cbor.js";
import { COSIGNED, COSIGNED_ML_DSA, noteKey, PLAIN } from "./heads.js";
import {
  checkSignature,
  ED25519,
  identity,
  makeKey,
  ML_DSA_44,
  ML_DSA_65,
  sound,
  thumbprint,
} from "./keys.js";
import { digest, hex } from "./octets.js";
import { NotProven, NotReadable } from "./refusals.js";
import { mapOf, named } from "./shapes.js";
import { MAX_SIGNED, signed } from "./signed.js";

const PARTY = /^[A-Z][A-Za-z0-9-]{0,31}$/;
const NONCE_BYTES = 32;
const SEALING_BYTES = 1216;
named("holder", mapOf("ed25519=bytes ml_dsa_65=bytes"));
named("root", mapOf("threshold=number holders=[holder]"));
named("pair", mapOf("ed25519=bytes ml_dsa_44=bytes"));
named(
  "credential",
  mapOf("post=text number=number algorithm=number key=bytes", "origins=[text]+ node=true"),
);
const DOCUMENT = mapOf(`
  format=detente-keys/1 party=text name=text version=number previous=bytes?
  channel=bytes? nonce=bytes generation=number issued=number root=root
  posts=[text] credentials=[credential] feed=pair mirror=pair sealing=bytes
  spare=bytes tls=bytes addresses=[text] last_head=bytes?
`);

/** What a key document says, and who signed it; null if it is no whole one. */
export function saidBy(raw) {
  const { payload, signatures } = signed("keys", raw);
  const said = cbor(payload, MAX_SIGNED);
  return { said: DOCUMENT(said) ? said : null, signatures };
}

/** Read a key document, after the one before it, and check all that proves it. */
export async function keyDocument(raw, before = null) {
  const { said, signatures } = saidBy(raw);
  if (!said || !PARTY.test(said.get("party"))) {
    throw new NotReadable("A key document is not complete (clause 6.2).");
  }
  checkPlace(said, before);
  const root = said.get("root");
  const document = {
    said,
    digest: hex(digest(raw)),
    party: said.get("party"),
    version: said.get("version"),
    threshold: root.get("threshold"),
    holders: root
      .get("holders")
      .map((each) => [
        makeKey(ED25519, each.get("ed25519")),
        makeKey(ML_DSA_65, each.get("ml_dsa_65")),
      ]),
    credentials: certified(said),
  };
  await checkSignatures(document, signatures, before ? [document, before] : [document]);
  return document;
}

function checkPlace(said, before) {
  const [version, generation] = [said.get("version"), said.get("generation")];
  if (said.get("nonce").length !== NONCE_BYTES || said.get("sealing").length !== SEALING_BYTES) {
    throw new NotReadable("A nonce or sealing key has a wrong length (clause 6.2).");
  }
  if (version < 1 || generation < 1) {
    throw new NotReadable("Versions and generations count from one (clause 6.2).");
  }
  const cites = said.get("channel") !== null || said.get("previous") !== null;
  if (version === 1 && cites) {
    throw new NotReadable("A first key document has no channel before it.");
  }
  if (version > 1 !== (before !== null)) {
    throw new NotProven("A key document lacks the one before (clause 6.5).");
  }
}

/** The credentials by the thumbprints of their keys (clause 6.3). */
function certified(said) {
  const rows = said.get("credentials").map((row) => ({
    post: row.get("post"),
    number: row.get("number"),
    node: row.get("node") ?? false,
    key: sound(makeKey(row.get("algorithm"), row.get("key"), row.get("origins"))),
  }));
  const numbers = new Set(rows.map((row) => `${row.number} ${row.post}`));
  if (numbers.size !== rows.length) {
    throw new NotProven("Two credentials have one number (clause 6.3).");
  }
  if (!rows.every((row) => said.get("posts").includes(row.post))) {
    throw new NotProven("A credential belongs to no post (clause 6.3).");
  }
  const found = new Map(rows.map((row) => [hex(thumbprint(row.key)), row]));
  if (found.size !== rows.length) {
    throw new NotProven("One key has two credentials (clause 6.3).");
  }
  return found;
}

/** The keys that must have signed: all but those of the root (clause 6.4). */
function listedKeys(document) {
  const { said } = document;
  const keys = [makeKey(ED25519, said.get("spare"))];
  for (const use of ["feed", "mirror"]) {
    keys.push(makeKey(ED25519, said.get(use).get("ed25519")));
    keys.push(makeKey(ML_DSA_44, said.get(use).get("ml_dsa_44")));
  }
  return [...keys, ...[...document.credentials.values()].map((each) => each.key)];
}

const signerName = (algorithm, kid) => `${algorithm} ${hex(kid)}`;

/** Demand every listed key's signature and enough of every root (clause 6.4). */
async function checkSignatures(document, signatures, roots) {
  const listed = listedKeys(document);
  const every = [...listed, ...document.holders.flat()];
  if (new Set(every.map(identity)).size !== every.length) {
    throw new NotProven("One key stands in two places of a document (clause 6.3).");
  }
  every.push(...roots.at(-1).holders.flat());
  const known = new Map(
    every.map((key) => [signerName(key.algorithm, thumbprint(sound(key))), key]),
  );
  const done = new Set();
  for (const { algorithm, kid, message, signature } of signatures) {
    const key = known.get(signerName(algorithm, kid));
    if (!key) throw new NotProven("A key document has a stranger's signature.");
    await checkSignature(key, message, signature);
    done.add(identity(key));
  }
  const hasSigned = (key) => done.has(identity(key));
  if (!listed.every(hasSigned)) {
    throw new NotProven("A listed key did not prove to be held (clause 6.4).");
  }
  for (const root of roots) {
    const whole = root.holders.filter((holder) => holder.every(hasSigned)).length;
    if (root.threshold < 1 || root.threshold > whole) {
      throw new NotProven(`${whole} of ${root.threshold} root holders signed.`);
    }
  }
}

/** Both keys of a document's feed or mirror in a channel (clause 5.2). */
export function pairOf(document, use, channel) {
  const { said } = document;
  const last = use === "feed" ? said.get("generation") : "mirror";
  const name = `detente/${channel}/${document.party}/${last}`;
  const pair = said.get(use);
  return [
    noteKey(name, use === "feed" ? PLAIN : COSIGNED, pair.get("ed25519")),
    noteKey(name, COSIGNED_ML_DSA, pair.get("ml_dsa_44")),
  ];
}
