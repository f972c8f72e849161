"""Decide what goes into a proof file of one statement, out of a line's own store.

Spec clause 7. Of our own statements the other side's receipts are at hand, each with
our head beside it. Of theirs we hold the newest head that they signed, and are
ourselves the party that receipts it: what the store holds is flushed, so the node's
mirror keys may cosign it here as they do in a turn (clause 5.4). A feed that has forked
gets no receipt, here neither; the proof of its fork lies in the store and is handed out
as it is. Whether a file convinces is judged by `detente_verify`, which shares no code
with this; a file that it does not pass is not handed out.
"""

import detente_verify
from detente.dialogue.entered import Entered
from detente.exchange.channel import Party
from detente.node import vault
from detente.node.keyring import NodeSigner
from detente.node.mirrored import FORK_MARK
from detente.record.credentials import Names
from detente.record.errors import Misasked, StoreFailed, Unproven
from detente.record.feed import inclusion_path
from detente.record.head import Note, parse_note, policy
from detente.record.proof import Proof
from detente.report.keeping import Exported
from detente.report.record import Record


def export(
    record: Record, entered: Entered, now_s: int, *, with_body: bool
) -> Exported:
    """Return the proof of a statement, passed by the verifier.

    Args:
        record: the line.
        entered: the statement.
        now_s: POSIX seconds, the time of a receipt of our own.
        with_body: whether the body is disclosed.

    Raises:
        Unproven: nobody has receipted it, its feed has forked, or the proof does not
            hold.
        Failed: the store or the node's keys cannot be read.
    """
    said, party = entered.said, record.paired.channel.party(entered.party)
    if party.code == record.own:
        note, mirrors = _receipted(record, entered, party)
    else:
        note, mirrors = _held(record, party, now_s)
    leaves = record.store.leaves(said.feed, 0, note.head.size)
    proof = Proof(
        said.position,
        tuple(inclusion_path(leaves, said.position)),
        note,
        record.bytes_of(entered),
        record.founding.raw,
        tuple(each.document_raw for each in record.paired.channel.parties),
        policy(party.feed_keys, [each.mirror_keys for each in mirrors]),
    )
    data = proof.render(with_body=with_body)
    _check(record, data)
    shown = with_body and proof.entry.body is not None
    codes = tuple(each.code for each in mirrors)
    return Exported(data, proof.parts(), codes, with_body=shown)


def export_fork(record: Record, code: str) -> Exported:
    """Return the kept proof that a party signed two histories.

    Raises:
        Misdirected: the channel has no such party.
        Misasked: no fork of its feed is known here.
        Unproven: the proof does not hold.
        Failed: the store cannot be read.
    """
    feed = record.paired.channel.party(code).feed
    for mark in record.store.held().marks:
        if mark.name == f"{FORK_MARK}{feed.party}/{feed.generation}":
            _check(record, mark.value)
            return Exported(mark.value, {}, (), with_body=False)
    raise Misasked(f"No fork of the feed of {code} is known here.")


def _receipted(
    record: Record, entered: Entered, own: Party
) -> tuple[Note, list[Party]]:
    """Return our head with the receipts that cover a statement of ours.

    One head carries the receipts that were given at its size; of several sizes the one
    that most parties receipted is taken, of these the largest.
    """
    by_size: dict[int, list[tuple[Party, Note]]] = {}
    for held in record.store.held().receipts:
        if held.feed == entered.said.feed and held.size > entered.said.position:
            row = record.paired.channel.party(held.mirror), parse_note(held.note)
            by_size.setdefault(held.size, []).append(row)
    if not record.others:
        raise Unproven(
            "In a channel of our own nobody receipts: a proof would rest on our own "
            "word alone (clause 10.15)."
        )
    if not by_size:
        raise Unproven(
            f"Nobody has receipted {entered.header.reference} yet: a proof would rest "
            "on our own word alone. Export it once it is in their record."
        )
    rows = by_size[max(by_size, key=lambda size: (len(by_size[size]), size))]
    note = rows[0][1].only(own.feed_keys)
    for mirror, signed in rows:
        note = note.with_lines(signed.only(mirror.mirror_keys).signatures)
    return note, [mirror for mirror, _ in rows]


def _held(record: Record, party: Party, now_s: int) -> tuple[Note, list[Party]]:
    """Return the newest head that another party signed, with our own receipt."""
    held = record.store.held()
    if any(
        mark.name == f"{FORK_MARK}{party.code}/{party.feed.generation}"
        for mark in held.marks
    ):
        raise Unproven(
            f"The feed of {party.code} has forked, and no receipt is given for it. The "
            "proof of the fork is what convinces others."
        )
    texts = [each.note for each in held.feeds if each.feed == party.feed]
    if not texts or not texts[0]:
        raise StoreFailed(f"The store holds no signed head of {party.code}.")
    note = parse_note(texts[0]).only(party.feed_keys)
    own = record.paired.channel.party(record.own)
    secrets = vault.load_node(record.place.node_keys)
    names = Names(record.paired.channel.id)
    signer = NodeSigner(secrets.keys, names, own.document)
    return note.with_lines(signer.cosign(note.head, now_s)), [own]


def _check(record: Record, data: bytes) -> None:
    """Let the verifier judge the file before anybody gets it.

    Raises:
        Unproven: it does not hold.
    """
    trust = detente_verify.Trust(channel=record.founding.channel)
    verdict = detente_verify.judge(data, trust)
    if verdict.exit != detente_verify.PROVES:
        raise Unproven(f"The verifier does not pass this proof: {verdict.sentence}")
