"""Silence is put into words by evidence alone, and every light has its age.

What is declared of the line stands beside it, and is no evidence of what is observed.
"""

from pathlib import Path

import msgspec
import pytest
from tests.report.lines import line_of, message
from tests.report.states import (
    BOX,
    DAY_S,
    FAILING,
    PATH,
    PEER,
    REFUSED,
    SILENT,
    UNTRIED,
    owed,
    state,
)

from detente.dialogue import charter as charters
from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.cht import Consented, Proposed, Suspended
from detente.dialogue.forms.lck import Challenge
from detente.node.place import Place
from detente.record import statement
from detente.record.errors import Malformed
from detente.record.feed import leaf_hash
from detente.record.statement import Citation, Seen
from detente.report.line_pages import state_page
from detente.report.observed import read_status
from detente.report.record import reading
from detente.testing.parties import World


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """NORTH's line, in which SOUTH owes an acknowledgement."""
    return owed(tmp_path_factory.mktemp("state") / "line")


@pytest.mark.parametrize(
    ("peer", "after_s", "verdict"),
    [
        (None, 60, "UNKNOWN"),
        (PEER, 60, "NOT SILENT"),
        ({**PEER, "paths": [FAILING]}, 60, "PATH DOWN"),
        ({**PEER, "paths": [REFUSED]}, 60, "THEIR NODE IS DOWN"),
        ({**PEER, "paths": [FAILING, UNTRIED]}, 60, "NOT SILENT"),
        ({**SILENT, "paths": [FAILING, UNTRIED]}, 60, "UNKNOWN"),
        (SILENT, 60, "THEIR NODE IS DOWN"),
        (PEER, DAY_S, "NODE UP, NOBODY ANSWERS"),
        ({**PEER, "receipted": 2}, DAY_S, "UNKNOWN"),
        ({**PEER, "heard_ms_ago": None}, DAY_S, "THEIR NODE IS DOWN"),
    ],
)
def test_silence_is_called_what_the_evidence_shows(
    line: tuple[World, Path],
    peer: dict[str, object] | None,
    after_s: int,
    verdict: str,
) -> None:
    """People are not blamed for a node, nor a node for a path."""
    [found] = state(line, peer, after_s).peers

    assert found.verdict == verdict


def test_what_nobody_observed_is_unknown(line: tuple[World, Path]) -> None:
    """Without our node there is no light of theirs, old or new."""
    [found] = state(line, None).peers

    assert (found.node, found.heard_ms_ago, found.paths) == ("UNKNOWN", None, ())


def test_a_fork_is_a_light_of_its_own(line: tuple[World, Path]) -> None:
    """A node that signed two histories is heard, and that is not the point."""
    [found] = state(line, {**PEER, "frozen": True}).peers

    assert found.node == "FORKED"


def test_each_path_shows_what_was_seen_of_it_and_when(
    line: tuple[World, Path],
) -> None:
    """Works, fails with its trouble, or was not tried."""
    [found] = state(line, {**PEER, "paths": [PATH, FAILING, UNTRIED]}).peers

    assert [path.light for path in found.paths] == ["WORKS", "FAILS", "UNTRIED"]
    assert [path.failed_ms_ago for path in found.paths] == [None, 500, None]
    assert found.paths[1].trouble == "No route."


def test_a_folder_is_writable_and_never_a_sign_of_life(
    line: tuple[World, Path],
) -> None:
    """Clause 22.10: when it was tried, and when a bundle of theirs was taken there."""
    peer = {**PEER, "heard_ms_ago": None, "paths": [BOX]}

    found = state(line, peer)

    [shown] = found.peers
    assert (shown.paths[0].light, shown.node) == ("WRITABLE", "SILENT")
    assert (shown.verdict, shown.missing) == ("UNKNOWN", ("A path with answers.",))
    [row] = [each for each in state_page(found) if "path folder" in each]
    assert " ".join(row.split()) == (
        "path folder WRITABLE tried 20 s ago theirs taken 2 h ago"
    )


def test_a_folder_that_fails_or_was_never_tried_says_so(
    line: tuple[World, Path],
) -> None:
    """Nobody there has left anything yet, and that is said too."""
    never = {**BOX, "used_ms_ago": None, "proved_ms_ago": None, "taken_ms_ago": None}
    fails = {**BOX, "failures": 1, "failed_ms_ago": 500, "trouble": "No stick."}
    empty = {**BOX, "taken_ms_ago": None}

    [found] = state(line, {**PEER, "paths": [never, fails, empty]}).peers

    assert [each.light for each in found.paths] == ["UNTRIED", "FAILS", "WRITABLE"]
    page_ = page(line, {**PEER, "paths": [empty]})
    assert any(each.endswith("none of theirs taken yet") for each in page_)


@pytest.mark.parametrize("said", [None, [], {}, {"party": "NORTH"}, {"party": 1}])
def test_a_node_that_describes_itself_otherwise_is_not_believed(said: object) -> None:
    """Another release may, and half a state would be shown as a whole one."""
    with pytest.raises(Malformed):
        read_status(said)


def page(line: tuple[World, Path], peer: dict[str, object] | None) -> list[str]:
    """Return the lines of NORTH's page."""
    return list(state_page(state(line, peer)))


def alarms(line: tuple[World, Path], **changed: object) -> list[str]:
    """Return the first word of each alarm on SOUTH."""
    [found] = state(line, {**PEER, **changed}).peers
    return [each.partition(":")[0] for each in found.alarms]


def test_withheld_receipts_are_a_suspicion_with_its_age(
    line: tuple[World, Path],
) -> None:
    """Clause 22.9: never more than that."""
    said = alarms(line, suspected=True, awaited_ms=300_000)

    assert said == ["SUSPECTED"]
    [found] = state(line, {**PEER, "awaited_ms": 300_000}).peers
    assert (found.suspected, found.awaited_ms, found.alarms) == (False, 300_000, ())


@pytest.mark.parametrize(
    ("skew", "said"),
    [
        ([3, 5, 1, True], ["CLOCKS APART"]),
        ([1, 4, 1, True], ["CLOCKS APART"]),
        ([-1, 90, 1, False], []),
        (None, []),
    ],
)
def test_clocks_that_are_certainly_apart_are_an_alarm(
    line: tuple[World, Path], skew: list[int] | None, said: list[str]
) -> None:
    """Clause 22.11: as long as our node counts them as apart."""
    assert alarms(line, skew=skew) == said


def test_an_open_line_says_so_and_which_charter_binds(
    line: tuple[World, Path],
) -> None:
    """Declared and observed stand apart, also where both are well."""
    found = state(line, PEER)

    assert (found.declared, found.charter_version, found.declarations) == (
        "open",
        1,
        (),
    )
    lines = page(line, PEER)
    assert "Declared OPEN, version 1 of the charter" in lines
    assert "SOUTH: NOT SILENT" in lines


def test_the_page_gives_the_evidence_and_what_is_missing(
    line: tuple[World, Path],
) -> None:
    """Each with its age; an officer judges, not the page."""
    lines = page(line, {**SILENT, "paths": [FAILING, UNTRIED]})

    assert "SOUTH: UNKNOWN" in lines
    assert "   Their node was heard 2 h 46 min ago." in lines
    assert "   Path https reached nothing 0 s ago: No route." in lines
    assert "   MISSING: Path folder was not tried for 180 s." in lines


@pytest.fixture(scope="module")
def suspended(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """NORTH's line, which SOUTH has suspended."""
    world = World()
    world.say("NORTH", message("Please read."), to_post="SOUTH/WATCH")
    body = Suspended(effective_from=world.now_s + 1, reason=Text("The exercise."))
    world.say("SOUTH", encode(body), form="CHT", to_post="NORTH/WATCH")
    at = tmp_path_factory.mktemp("suspended") / "line"
    line_of(world, "NORTH", at)
    return world, at


def test_a_suspension_is_shown_and_accounts_for_what_it_stops(
    suspended: tuple[World, Path],
) -> None:
    """By whom, from when; and nobody is said not to answer."""
    found = state(suspended, {**PEER, "held": 3}, DAY_S)

    assert found.declared == "suspended"
    [row] = found.declarations
    assert (row.party, row.holds, row.denounced) == ("SOUTH", True, False)
    [peer] = found.peers
    assert peer.verdict == "DECLARED SUSPENDED"
    assert any(row.reference in each for each in peer.evidence)
    assert any("SUSPENDED  by SOUTH  since" in each for each in state_page(found))


def test_a_suspension_is_no_account_of_a_dead_path(
    suspended: tuple[World, Path],
) -> None:
    """What is observed is observed."""
    [peer] = state(suspended, {**PEER, "paths": [FAILING]}, DAY_S).peers

    assert peer.verdict == "PATH DOWN"


def test_missed_checks_are_counted_coloured_and_noted(
    tmp_path: Path,
) -> None:
    """Three that nobody echoed: red, another path, and a note to send or not."""
    world = World()
    for _ in range(3):
        body = encode(Challenge(path="https", text="fox"))
        world.say("NORTH", body, form="LCK", to_post="SOUTH/WATCH")
    line_of(world, "NORTH", tmp_path / "line")

    found = state((world, tmp_path / "line"), {**PEER, "receipted": 5}, 3_600)

    [peer] = found.peers
    assert (peer.checks, len(peer.missed)) == ("RED", 3)
    assert peer.verdict == "NODE UP, NOBODY ANSWERS"
    assert "formal note" in {due.kind for due in found.dues}
    lines = list(state_page(found))
    assert any("RED, 3 missed" in each for each in lines)
    assert any(each.startswith("| SOUTH has missed 3 line checks") for each in lines)


def test_files_that_came_unasked_or_spoiled_are_told(
    line: tuple[World, Path],
) -> None:
    """Somebody may be writing on the path; what was dropped is counted."""
    assert alarms(line, unasked=3) == [
        "3 pieces of files came unasked and were dropped (9.12)."
    ]
    assert alarms(line, spoiled=2) == ["2 files came with another hash"]


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """NORTH's line, whose charter both have amended: other paths, times, languages."""
    world = World()
    kept = charters.parse(world.charter).terms
    terms = msgspec.structs.replace(
        kept, paths=("radio", "https"), probe_s=10, languages=("zh",)
    )
    proposed = Proposed(
        version=2, previous=world.channel, terms=charters.render_terms(terms)
    )
    entry = world.say("NORTH", encode(proposed), form="CHT", to_post="SOUTH/WATCH")
    reference = statement.parse(entry.raw).header.reference
    head = world.head("NORTH").head
    world.say(
        "SOUTH",
        encode(Consented()),
        form="CHT",
        to_post="NORTH/WATCH",
        answers=(Citation(reference, leaf_hash(entry.raw)),),
        seen=(Seen(*world.feed("NORTH"), head.size, head.root),),
    )
    at = tmp_path_factory.mktemp("amended") / "line"
    line_of(world, "NORTH", at)
    return world, at


def test_the_state_shows_the_terms_in_force(amended: tuple[World, Path]) -> None:
    """Not those that the channel was founded on; and that the node lags behind."""
    found = state(amended, PEER)

    terms = found.terms
    assert (terms.version, terms.paths, terms.probe_s) == (2, ("radio", "https"), 10)
    assert terms.used is False
    lines = list(state_page(found))
    assert "Declared OPEN, version 2 of the charter" in lines
    assert "   paths radio, https, each tried every 10 s" in lines
    assert "   Our node works by another version still." in lines


def test_silence_is_counted_in_the_probe_times_in_force(
    amended: tuple[World, Path], line: tuple[World, Path]
) -> None:
    """Forty seconds are silence where a path is tried every ten."""
    peer = {**PEER, "heard_ms_ago": 40_000, "paths": [FAILING]}

    assert state(line, peer).peers[0].node == "HEARD"
    assert state(amended, peer).peers[0].node == "SILENT"


def test_what_is_said_is_in_a_language_of_the_terms_in_force(
    amended: tuple[World, Path],
) -> None:
    """Unless the officer names another."""
    with reading(Place(amended[1])) as record:
        assert record.terms.languages == ("zh",)
