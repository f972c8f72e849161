// Clause 7: the verdict on a file. A verdict is {file, exit, sentence, shown}; what is shown
// is a list of [name, value], where a value is a text, a number, a list of texts, or null.

import { channelOf, heldHead, MAX_FILE } from "./channel.js";
import { cbor } from "./cbor.js";
import { checkPair, note } from "./heads.js";
import { consistentRoots, EMPTY_ROOT, includedRoot, leafHash } from "./merkle.js";
import { characters, digest, fromCharacters, hex, joined, parted, same, unbase64, utf8 } from "./octets.js";
import { ownPolicy, Policy } from "./policies.js";
import { NotProven, NotReadable } from "./refusals.js";
import { mapOf } from "./shapes.js";
import { MAX_SIGNED } from "./signed.js";
import { checkReleased, statementOf } from "./statements.js";
import { because, feedOf, notShown, shownBody, shownHead, shownStatement, spoken, utc } from "./words.js";

export const PROVES = 0;
export const DOES_NOT = 1;
export const UNREADABLE = 2;
export const UNTRUSTED = 3;
const HASH_BYTES = 32;
const MAX_PATH = 64;
const PROOF = mapOf(`
  format=detente-proof/1 tlog=text statement=bytes salt=bytes? body=bytes?
  charter=bytes keys=[bytes] policy=text
`);
const FORK = mapOf(`
  format=detente-fork/1 first=bytes second=bytes path=[hash] charter=bytes keys=[bytes]
`);
const INDEX = /^index (0|[1-9][0-9]{0,18})$/;

/** What a refusal says of a file; any other error is one of this page. */
export function refused(file, error) {
  if (error instanceof NotProven) {
    return { file, exit: DOES_NOT, sentence: error.message, shown: [] };
  }
  if (error instanceof NotReadable) {
    return { file, exit: UNREADABLE, sentence: error.message, shown: [] };
  }
  throw error;
}

/** Judge the bytes of one file by a channel's id (hex), a policy (bytes), or neither. */
export async function judge(data, { channel = null, policy = null }, file = "") {
  const trust = { channel, policy };
  let found;
  try {
    found = await judged(cbor(data, MAX_FILE), trust);
  } catch (error) {
    return refused(file, error);
  }
  if (channel === null && policy === null) {
    const sentence = `If the channel below is the right one: ${found.sentence}`;
    return { file, exit: UNTRUSTED, sentence, shown: found.shown };
  }
  return { file, exit: PROVES, sentence: found.sentence, shown: found.shown };
}

async function judged(said, trust) {
  const isProof = PROOF(said);
  if (!isProof && !FORK(said)) {
    throw new NotReadable("The file is no proof and no fork proof (clause 7.1).");
  }
  const charter = said.get("charter");
  if (trust.channel !== null && trust.channel !== hex(digest(charter))) {
    throw new NotProven("The file is of another channel than the one you gave.");
  }
  const channel = await channelOf(charter, said.get("keys"));
  const [party, shown] = await (isProof ? proof : fork)(said, channel, trust);
  shown.push(
    ["channel", spoken(channel.id)],
    ["trusted_because", because(trust)],
    ["not_shown", notShown(isProof)],
  );
  const name = `${party} (${channel.names.get(party)})`;
  const sentence = isProof
    ? `${name} released this statement and cannot deny it.`
    : `${name} signed two histories that cannot both be.`;
  return { sentence, shown };
}

async function proof(said, channel, trust) {
  const { index, path, text } = inclusion(said.get("tlog"));
  const held = await heldHead(text, channel);
  const statement = statementOf(said.get("statement"));
  const credentials = await checkReleased(statement, channel, held.party);
  const leaf = leafHash(said.get("statement"));
  if (!same(includedRoot(leaf, index, held.head.size, path), held.head.root)) {
    throw new NotProven("The path does not lead to the head (clause 4.3).");
  }
  const body = checkedBody(said, statement);
  checkPolicies(said.get("policy"), held, trust);
  const mirrors = held.mirrors.map(
    ({ code, time }) => `${code} (${channel.names.get(code)}), receipt of ${utc(time)}`,
  );
  const shown = [
    ...shownStatement(statement, credentials),
    ["body", body],
    ["feed", feedOf(held.head)],
    ["position", index],
    ["head", shownHead(held.head, held.time)],
    ["held_by", mirrors.length > 0 ? mirrors : "nobody else, as far as this file shows"],
  ];
  return [held.party, shown];
}

/** Compare the file's policy with its head, and ask what the reader brought along. */
function checkPolicies(policy, held, trust) {
  const pairs = held.mirrors.map(({ pair }) => pair);
  const place = (pair) => policy.indexOf(pair[0].vkey);
  pairs.sort((left, right) => place(left) - place(right));
  if (policy !== ownPolicy(held.feed, pairs)) {
    throw new NotProven("The policy in the file is not that of its head (clause 7.4).");
  }
  if (trust.channel !== null && pairs.length === 0) {
    throw new NotProven("No other party has receipted the head (clause 7.5).");
  }
  if (trust.policy !== null && !new Policy(trust.policy, held.feed, pairs).accepts) {
    throw new NotProven("Your policy does not accept the head (clause 7.6).");
  }
}

/** Read a C2SP tlog-proof without extra line: index, path, signed head (clause 7.2). */
function inclusion(tlog) {
  const [top, text] = parted(characters(utf8(tlog)), "\n\n");
  const [first, ...rows] = top.split("\n");
  const index = INDEX.exec(rows[0] ?? "");
  if (first !== "c2sp.org/tlog-proof@v1" || !index) {
    throw new NotReadable("The inclusion proof is no tlog-proof (clause 7.2).");
  }
  const path = rows.slice(1).map(unbase64);
  if (path.length > MAX_PATH || !path.every((step) => step.length === HASH_BYTES)) {
    throw new NotReadable("An inclusion path is not hashes, or too long (clause 4.3).");
  }
  return { index: BigInt(index[1]), path, text: fromCharacters(text) };
}

/** The body in words, if it is there and the one that was signed (clause 3.4). */
function checkedBody(said, statement) {
  const [salt, body] = [said.get("salt"), said.get("body")];
  if (salt === null && body === null) return null;
  if (salt === null || body === null || salt.length !== HASH_BYTES) {
    throw new NotReadable("A body comes with its salt of 32 bytes (clause 3.4).");
  }
  if (said.get("statement").length + body.length > MAX_SIGNED) {
    throw new NotReadable("A statement with its body is over 60 KiB (clause 3.1).");
  }
  if (!same(digest(joined(salt, body)), statement.said.get("body_digest"))) {
    throw new NotProven("The body is not the one that was signed (clause 3.4).");
  }
  return shownBody(body);
}

async function fork(said, channel, trust) {
  const [first, second] = [note(said.get("first")), note(said.get("second"))];
  if (first.origin !== second.origin || first.size > second.size) {
    throw new NotProven("The two heads are not of one feed in order (clause 9.6).");
  }
  const [party, feed] = channel.feed(first);
  const times = [
    await checkPair(first, feed),
    await checkPair(second, channel.feed(second)[1]),
  ];
  if (trust.policy !== null && !new Policy(trust.policy, feed).namesFeed) {
    throw new NotProven("Your policy does not name this feed (clause 7.6).");
  }
  if (same(rootBefore(first, second, said.get("path")), first.root)) {
    throw new NotProven("The two heads can both be: no fork is shown (clause 9.6).");
  }
  const shown = [
    ["feed", feedOf(first)],
    ["first_head", shownHead(first, times[0])],
    ["second_head", shownHead(second, times[1])],
  ];
  return [party, shown];
}

/** The root that the second head's tree had at the size of the first (clause 9.6). */
function rootBefore(first, second, path) {
  if (first.size > 0n && first.size < second.size) {
    const [oldRoot, newRoot] = consistentRoots(first.size, second.size, path);
    if (!same(newRoot, second.root)) {
      throw new NotProven("The path does not lead to the larger head (clause 4.4).");
    }
    return oldRoot;
  }
  if (path.length > 0) {
    throw new NotProven("No path belongs between these heads (clause 9.6).");
  }
  return first.size === second.size ? second.root : EMPTY_ROOT;
}
