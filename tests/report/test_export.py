"""A proof is taken out of a store under the best head there is, or not at all."""

from pathlib import Path

import pytest
from tests.report.lines import line_of, message

import detente_verify
from detente.exchange.fork import Fork
from detente.node.mirrored import FORK_MARK
from detente.node.place import Place
from detente.ports import Mark
from detente.record import statement
from detente.record.errors import KeysSealed, Misasked, StoreFailed, Unproven
from detente.record.head import Note, parse_note
from detente.report import export as exports
from detente.report.keeping import Exported, keep
from detente.report.record import reading
from detente.testing.parties import World

CODES = ("EAST", "NORTH", "SOUTH")


@pytest.fixture(scope="module")
def world() -> World:
    """Three parties, each of which has said six things."""
    told = World(CODES)
    for number in range(6):
        for code in CODES:
            told.say(code, message(f"{code} {number}"))
    return told


def export(place: Place, world: World, code: str, position: int) -> Exported:
    """Export a statement out of a line."""
    header = statement.parse(world.feeds[code][position].raw).header
    with reading(place) as record:
        entered = record.standing.by_reference(header.reference)
        return exports.export(record, entered, world.now_s, with_body=True)


def judged(world: World, exported: Exported) -> detente_verify.Verdict:
    """Let the verifier judge a proof by the channel's id."""
    trust = detente_verify.Trust(channel=world.channel)
    return detente_verify.judge(exported.proof, trust)


def test_of_our_own_the_receipts_of_one_size_stand_together(
    world: World, tmp_path: Path
) -> None:
    """One head can carry the receipts of all who gave one for it."""
    place = line_of(world, "NORTH", tmp_path / "line", {"EAST": [5], "SOUTH": [5]})

    exported = export(place, world, "NORTH", 3)

    assert exported.mirrors == ("EAST", "SOUTH")
    assert parse_note(exported.parts["head.note"]).head.size == 5
    assert judged(world, exported).exit == detente_verify.PROVES


def test_a_receipt_that_does_not_cover_a_statement_proves_nothing_of_it(
    world: World, tmp_path: Path
) -> None:
    """EAST stopped at 3; SOUTH went on, and its receipt is the one that counts."""
    place = line_of(world, "NORTH", tmp_path / "line", {"EAST": [3], "SOUTH": [7]})

    exported = export(place, world, "NORTH", 3)

    assert exported.mirrors == ("SOUTH",)
    assert judged(world, exported).exit == detente_verify.PROVES


def test_without_a_receipt_there_is_no_proof(world: World, tmp_path: Path) -> None:
    """The newest statement is not in anybody's record yet."""
    place = line_of(world, "NORTH", tmp_path / "line", {"SOUTH": [7]})

    with pytest.raises(Unproven, match="receipted"):
        export(place, world, "NORTH", 7)


@pytest.mark.parametrize("position", range(1, 8))
def test_every_statement_of_theirs_can_be_proven_by_who_holds_it(
    world: World, tmp_path: Path, position: int
) -> None:
    """Our own node receipts it: what the store holds is flushed."""
    place = line_of(world, "NORTH", tmp_path / "line")

    exported = export(place, world, "SOUTH", position)

    assert exported.mirrors == ("NORTH",)
    assert judged(world, exported).exit == detente_verify.PROVES


def test_a_feed_that_has_forked_gets_no_receipt_for_a_proof_either(
    world: World, tmp_path: Path
) -> None:
    """Receipts are frozen, whoever asks for one."""
    fork = Mark(f"{FORK_MARK}SOUTH/1", b"the proof of the fork")
    place = line_of(world, "NORTH", tmp_path / "line", marks=[fork])

    with pytest.raises(Unproven, match="forked"):
        export(place, world, "SOUTH", 3)


def test_without_the_nodes_keys_theirs_is_not_receipted(
    world: World, tmp_path: Path
) -> None:
    """The error says that it is the keys, not the record."""
    place = line_of(world, "NORTH", tmp_path / "line")
    place.node_keys.unlink()

    with pytest.raises(KeysSealed):
        export(place, world, "SOUTH", 3)


def test_what_the_verifier_does_not_pass_is_not_handed_out(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the verifier is asked about another channel, and says no."""
    place = line_of(world, "NORTH", tmp_path / "line", {"SOUTH": [7]})
    doubting = detente_verify.Trust(channel=bytes(32))
    monkeypatch.setattr(detente_verify, "Trust", lambda **_: doubting)

    with pytest.raises(Unproven, match="another channel"):
        export(place, world, "NORTH", 3)


def test_a_proof_replaces_one_of_the_same_name_whole(
    world: World, tmp_path: Path
) -> None:
    """And a directory that cannot be made is said to be so."""
    place = line_of(world, "NORTH", tmp_path / "line", {"SOUTH": [7]})
    exported = export(place, world, "NORTH", 3)
    out = tmp_path / "a.proof"
    out.write_bytes(b"older")

    keep(exported, out, tmp_path / "deep" / "parts")

    assert out.read_bytes() == exported.proof
    with pytest.raises(StoreFailed):
        keep(exported, out, out / "parts")


def forked(world: World) -> bytes:
    """Return the proof that SOUTH signed two heads of one size."""
    other = world.checkpoint("SOUTH", 3)._replace(root=bytes(32))
    lines = world.signer("SOUTH").sign_head(other, world.now_s)
    documents = [party.raw for party in world.parties.values()]
    return Fork(world.head("SOUTH", 3), Note(other, lines)).render(
        world.charter, documents
    )


def test_the_kept_proof_of_a_fork_is_handed_out(world: World, tmp_path: Path) -> None:
    """The alarm spoke of it; the file convinces whoever did not hear it."""
    mark = Mark(f"{FORK_MARK}SOUTH/1", forked(world))
    place = line_of(world, "NORTH", tmp_path / "line", marks=[mark])

    with reading(place) as record:
        exported = exports.export_fork(record, "SOUTH")

    assert judged(world, exported).exit == detente_verify.PROVES
    with reading(place) as record, pytest.raises(Misasked):
        exports.export_fork(record, "EAST")
