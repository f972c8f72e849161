"""A play of North and South: two real nodes, a real cut, a real kill."""

import asyncio
import io
import sqlite3
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tests.play.scripts import SHORT, short

import detente_verify
from detente.node.place import Place
from detente.play import demo, ending, stage
from detente.play.demo import Played
from detente.play.narrator import WIDTH, Narrator
from detente.play.script import AwaitLapse, Expect, Script
from detente.play.side import Side
from detente.play.stage import Installed
from detente.record.errors import Failed, Misasked
from detente.record.feed import Entry, Frontier, leaf_hash


class Evening(NamedTuple):
    """A play that is over: what came of it, what was told, where it lies."""

    played: Played
    told: str
    root: Path


def narrator(into: io.StringIO) -> Narrator:
    """Return a narrator that writes plain text without pauses."""
    console = Console(file=into, width=WIDTH, highlight=False, markup=False)
    return Narrator(console, paced=False)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """Play the short script once."""
    directory, told = tmp_path_factory.mktemp("play"), io.StringIO()
    script = directory / "script.toml"
    script.write_text(SHORT)
    (played,) = demo.play_all([script], directory, narrator(told))
    return Evening(played, told.getvalue(), directory / "short")


def test_everything_said_lies_in_both_stores_under_receipts(evening: Evening) -> None:
    """Officers said six things, each side founded, and one LAPSE was entered."""
    played = evening.played
    assert played.statements >= 6 + 2 + 1
    assert played.stored_on_both == played.receipted == played.statements
    assert (played.tallies_equal, played.roots_equal) == (True, True)


def test_what_went_into_the_cut_was_not_delivered_and_then_was(
    evening: Evening,
) -> None:
    """The outage and the restart really happened, and one request went through both."""
    played = evening.played
    assert played.not_delivered_then_delivered == 1
    assert (played.outages, played.restarts) == (1, 1)
    assert "NOT DELIVERED YET" in evening.told
    assert "NOT DELIVERED is withdrawn" in evening.told


def test_the_nodes_were_two_processes_that_have_ended(evening: Evening) -> None:
    """No node outlives its play."""
    one, other = evening.played.pids
    assert one != other
    for pid in (one, other):
        status = Path(f"/proc/{pid}/cmdline")
        assert not status.exists() or b"detente" not in status.read_bytes()


def test_the_stores_hold_the_rows_that_were_counted(evening: Evening) -> None:
    """A reader of its own, over the rows alone, comes to the same number."""
    for store in evening.played.stores:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as rows:
            query = "SELECT count(*) FROM entry WHERE salt <> x''"
            [(count,)] = rows.execute(query).fetchall()
        rows.close()
        assert count == evening.played.statements


def test_the_proof_convinces_who_knows_the_channel(evening: Evening) -> None:
    """It proves under the channel's id, and under no other."""
    played = evening.played
    assert played.proof_verified
    assert detente_verify.main([played.proof, "--channel", played.channel]) == 0
    assert detente_verify.main([played.proof, "--channel", "0" * 64]) == 1
    names = {each.name for each in Path(played.parts).iterdir()}
    assert names == {"head.note", "proof.tlog", "statement.cose", "policy.txt"}


def test_the_cable_is_out_of_the_settings_afterwards(evening: Evening) -> None:
    """Who goes on by hand reaches the other node itself."""
    for code in ("NORTH", "SOUTH"):
        (peer,) = Place(evening.root / code).load_settings().peers.values()
        assert (peer.address, bool(peer.outbox)) == ("", True)


def test_every_step_is_told_with_its_mark(evening: Evening) -> None:
    """Nobody can take what is invented for what is documented."""
    steps = short().steps
    for number, step in enumerate(steps, 1):
        (line,) = (
            each
            for each in evening.told.splitlines()
            if each.lstrip().startswith(f"{number}/{len(steps)} ")
        )
        assert ("INVENTED" in line) == step.invented
        assert ("[told]" in line) == bool(step.source)


def test_the_way_on_names_commands_and_stores(evening: Evening) -> None:
    """The last lines can be copied as they stand."""
    for store in evening.played.stores:
        assert store in evening.told
    assert f"serve --line {evening.root}/NORTH --told-time 2026-01-01T12" in (
        evening.told
    )
    assert f"--channel {evening.played.channel}" in evening.told


def test_a_directory_that_is_not_empty_is_not_played_in(evening: Evening) -> None:
    """A second play never lands in the first one's stores."""
    with pytest.raises(Misasked, match="is not empty"):
        stage.check_free(short(), evening.root)


def test_a_path_too_long_for_a_socket_is_refused_at_once(tmp_path: Path) -> None:
    """It would fail only after the keys are drawn."""
    with pytest.raises(Misasked, match="too long"):
        stage.check_free(short(), tmp_path / ("d" * 100))


def test_plays_are_summed_for_a_program(evening: Evening) -> None:
    """Counts are sums, the rest is the last play's, and each play is there."""
    played = evening.played
    summed = msgspec.to_builtins(demo.summed([played, played]))
    assert summed["statements"] == 2 * played.statements
    assert summed["stores"] == played.stores
    assert [each["case"] for each in summed["cases"]] == ["short", "short"]
    assert set(summed) >= {
        *("statements", "stored_on_both", "receipted", "tallies_equal", "roots_equal"),
        *("not_delivered_then_delivered", "proof", "parts", "proof_verified"),
        *("outages", "restarts", "pids", "stores", "seconds"),
    }


def _expecting(requested: int) -> Script:
    """Return the beginning of the short play with another expectation."""
    script = short()
    first = script.step("tally-in-the-cut")
    assert isinstance(first, Expect)
    tally = msgspec.structs.replace(first.tally, requested=requested)
    wrong = msgspec.structs.replace(first, tally=tally)
    steps = tuple(each for each in script.steps if each.id in {"asked", "refused"})
    return msgspec.structs.replace(script, steps=(*steps, wrong))


def test_another_outcome_than_expected_ends_the_play(tmp_path: Path) -> None:
    """The sentence says at which step, on whose node, and in what they differ."""
    with pytest.raises(Failed) as failed:
        asyncio.run(demo.play(_expecting(7), tmp_path / "p", narrator(io.StringIO())))
    assert failed.value.sentence == (
        "Step 'tally-in-the-cut': The tally on NORTH's node is not as expected: "
        "requested is 1, not 7; not_delivered is 0, not 1."
    )


def test_a_lapse_at_another_time_ends_the_play(tmp_path: Path) -> None:
    """The deadline that the node names must be the one worked out by hand."""
    script = short()
    lapse = script.step("lapse")
    assert isinstance(lapse, AwaitLapse)
    early = msgspec.structs.replace(
        lapse, request="asked", outcome="NO RESPONSE", deadline=script.step("cut").at
    )
    spoilt = msgspec.structs.replace(script, steps=(script.step("asked"), early))
    with pytest.raises(Failed, match="'lapse': The deadline was 2026-01-01 02:20"):
        asyncio.run(demo.play(spoilt, tmp_path / "p", narrator(io.StringIO())))


def test_a_node_that_does_not_start_says_why(tmp_path: Path) -> None:
    """What the node says on its way out is what the player hears."""
    installed = Installed(short().party("NORTH"), Place(tmp_path), {})

    async def start() -> None:
        side = Side(installed)
        try:
            await side.start(0)
        finally:
            await side.close()

    with pytest.raises(Failed, match="NORTH does not start"):
        asyncio.run(start())


@given(st.lists(st.binary(min_size=1, max_size=8), max_size=40))
def test_the_root_counted_apart_is_the_root_that_is_signed(rows: list[bytes]) -> None:
    """Two ways of writing RFC 6962 down come to one root, whatever the rows."""
    entries = [Entry(raw, b"", b"") for raw in rows]
    frontier = Frontier().extend([leaf_hash(raw) for raw in rows])
    assert ending.root(entries) == frontier.root()
