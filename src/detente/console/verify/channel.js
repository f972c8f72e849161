// Clauses 7.3 and 10.4: a founding charter and the key documents it names; and a head whose
// every line is checked against them (clause 7.2).

import { cbor } from "./cbor.js";
import { keyDocument, pairOf, saidBy } from "./documents.js";
import { checkPair, names, note } from "./heads.js";
import { digest, hex } from "./octets.js";
import { NotProven, NotReadable } from "./refusals.js";
import { mapOf, named } from "./shapes.js";

export const MAX_FILE = 4 * 1024 * 1024;
named("seat", mapOf("number=count code=text name=text keys=hash observer=flag"));
const CHARTER = mapOf("format=detente-charter/1 parties=[seat] terms=map");

/** Parties, and the documents of each in order; `id` is hex. */
export class Channel {
  constructor(id, parties) {
    this.id = id;
    this.names = new Map(parties.map((row) => [row.get("code"), row.get("name")]));
    this.chains = new Map();
  }

  /** The pairs of keys that a party has had for a use, newest first. */
  pairs(code, use) {
    const chain = this.chains.get(code) ?? [];
    return chain.map((document) => pairOf(document, use, this.id)).reverse();
  }

  /** Whose feed a head is of, and the keys that must have signed it. */
  feed(head) {
    for (const code of this.chains.keys()) {
      const pairs = this.pairs(code, "feed").filter(([key]) => key.name === head.origin);
      const pair = pairs.find((each) => names(head, each)) ?? pairs.at(-1);
      if (pair) return [code, pair];
    }
    throw new NotProven("A head is of no feed whose keys are in the file (clause 5.2).");
  }
}

async function foundChannel(charter, documents) {
  const said = cbor(charter, MAX_FILE);
  if (!CHARTER(said)) {
    throw new NotReadable("The bytes are no founding charter (clause 10.4).");
  }
  const parties = said.get("parties");
  const channel = new Channel(hex(digest(charter)), parties);
  if (channel.names.size !== parties.length) {
    throw new NotReadable("A party stands twice in the charter (clause 10.3).");
  }
  const seats = new Map(parties.map((row) => [hex(row.get("keys")), row]));
  for (const raw of documents) {
    const name = hex(digest(raw));
    const seat = seats.get(name);
    seats.delete(name);
    const document = seat ? await seated(raw, seat) : await following(raw, channel);
    const chain = channel.chains.get(document.party) ?? [];
    channel.chains.set(document.party, [...chain, document]);
  }
  return channel;
}

async function seated(raw, seat) {
  const document = await keyDocument(raw);
  const isHis =
    seat.get("code") === document.party && seat.get("name") === document.said.get("name");
  if (!isHis) {
    throw new NotProven("The charter gives a party another's keys (clause 10.2).");
  }
  return document;
}

async function following(raw, channel) {
  const { said } = saidBy(raw);
  const last = channel.chains.get(said?.get("party"))?.at(-1);
  if (!last) {
    throw new NotProven("A key document is not the charter's (clause 6.5).");
  }
  const cited = ["channel", "previous"].map((name) => hex(said.get(name) ?? []));
  const follows = said.get("version") === last.version + 1;
  if (cited[0] !== channel.id || cited[1] !== last.digest || !follows) {
    throw new NotProven("A key document does not follow another (clause 6.5).");
  }
  return keyDocument(raw, last);
}

// Many files of one channel differ in statement and path alone.
const channels = new Map();
const KEPT = 16;

/** The channel of a charter and key documents, checked once. */
export async function channelOf(charter, documents) {
  const name = [charter, ...documents].map((each) => hex(digest(each))).join(" ");
  if (!channels.has(name)) {
    const channel = await foundChannel(charter, documents);
    if (channels.size >= KEPT) channels.clear();
    channels.set(name, channel);
  }
  return channels.get(name);
}

/** Read a proof's head and check every line of it (clause 7.2). */
export async function heldHead(data, channel) {
  const head = note(data);
  const [party, feed] = channel.feed(head);
  const time = await checkPair(head, feed);
  const mirrors = [];
  for (const code of channel.names.keys()) {
    const pair = channel.pairs(code, "mirror").find((each) => names(head, each));
    if (pair && code !== party) {
      mirrors.push({ code, pair, time: await checkPair(head, pair) });
    }
  }
  if (head.lines.length !== 2 + 2 * mirrors.length) {
    throw new NotProven("A head has a signature of no other party (clause 7.2).");
  }
  return { head, party, feed, time, mirrors };
}
