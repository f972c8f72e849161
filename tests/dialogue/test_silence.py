"""Silence is told apart by evidence, and where that does not decide it is UNKNOWN."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue.silence import Act, Asked, Evidence, PathSeen, classify

PROBE_S = 60
WORKS = PathSeen("https", worked_s=5)
DEAD = PathSeen("https", worked_s=900, failed_s=10, fails=True, trouble="No route.")
REFUSED = DEAD._replace(ended="something", trouble="Connection refused.")
TURNED_AWAY = DEAD._replace(ended="refusal")
OTHER = PathSeen("cable", failed_s=40, fails=True)
FOLDER = PathSeen("folder", answers=False, worked_s=5)
READ_ME = Asked("acknowledge", "NORTH/2026/0002/MSG/1/O", 7_200, 600)
UP = Evidence(PROBE_S, paths=(WORKS,), heard_s=5)
GONE = Evidence(PROBE_S, paths=(DEAD,), heard_s=900)


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (UP, "NOT SILENT"),
        (GONE, "PATH DOWN"),
        (GONE._replace(paths=(DEAD, OTHER)), "PATH DOWN"),
        (GONE._replace(paths=(REFUSED,)), "THEIR NODE IS DOWN"),
        (GONE._replace(paths=(DEAD, REFUSED)), "THEIR NODE IS DOWN"),
        (GONE._replace(paths=(WORKS,)), "THEIR NODE IS DOWN"),
        (UP._replace(overdue=(READ_ME,)), "NODE UP, NOBODY ANSWERS"),
        (UP._replace(act=Act("S", 60, no_message=True)), "NO MESSAGE"),
        (UP._replace(suspended_by="SOUTH"), "DECLARED SUSPENDED"),
    ],
)
def test_each_kind_of_silence_has_its_evidence(found: Evidence, kind: str) -> None:
    """Five kinds, and a line that is not silent."""
    said = classify(found)
    assert said.kind == kind
    assert said.evidence
    assert said.missing == ()


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        (Evidence(PROBE_S, node_runs=False), "Our own node does not run."),
        (GONE._replace(paths=()), "A path with answers."),
        (GONE._replace(paths=(FOLDER,)), "A path with answers."),
        (
            GONE._replace(paths=(DEAD, PathSeen("cable"))),
            "Path cable was not tried for 180 s.",
        ),
        (
            GONE._replace(paths=(DEAD._replace(failed_s=500),)),
            "Path https was not tried for 180 s.",
        ),
        (
            GONE._replace(paths=(TURNED_AWAY,)),
            "A bundle that their node takes: it answers, and refuses ours.",
        ),
        (
            UP._replace(overdue=(READ_ME._replace(receipted=False),)),
            "Their receipt for NORTH/2026/0002/MSG/1/O.",
        ),
    ],
)
def test_what_the_evidence_leaves_open_is_unknown(
    found: Evidence, missing: str
) -> None:
    """And says what would decide it."""
    said = classify(found)
    assert said.kind == "UNKNOWN"
    assert missing in said.missing


def test_a_path_that_failed_after_they_were_heard_is_newer_evidence() -> None:
    """One need not wait three minutes to say what was just seen."""
    heard_before = UP._replace(paths=(DEAD,), heard_s=20)
    heard_since = UP._replace(paths=(DEAD,), heard_s=5)
    assert classify(heard_before).kind == "PATH DOWN"
    assert classify(heard_since).kind == "NOT SILENT"


def test_one_path_that_works_is_a_line() -> None:
    """The other is shown as failing, and the line is not called dead."""
    assert classify(UP._replace(paths=(DEAD, WORKS))).kind == "NOT SILENT"


def test_people_who_acted_since_are_not_called_absent() -> None:
    """Something waits; but somebody is there."""
    busy = UP._replace(overdue=(READ_ME,), act=Act("S", 300))
    before = UP._replace(overdue=(READ_ME,), act=Act("S", 9_000))
    assert classify(busy).kind == "NOT SILENT"
    assert classify(before).kind == "NODE UP, NOBODY ANSWERS"


def test_a_suspension_accounts_only_for_what_it_stops() -> None:
    """A line check that nobody echoes is unanswered, whatever is declared."""
    suspended = UP._replace(suspended_by="SOUTH")
    stopped = READ_ME._replace(accounted=True)
    check = Asked("echo", "NORTH/2026/0003/LCK/1/O", 3_600, 3_000)
    assert classify(suspended._replace(overdue=(stopped,))).kind == "DECLARED SUSPENDED"
    both = classify(suspended._replace(overdue=(stopped, check)))
    assert both.kind == "NODE UP, NOBODY ANSWERS"


def test_a_suspension_is_no_account_of_a_dead_path() -> None:
    """What is observed is not concluded from what is declared."""
    assert classify(GONE._replace(suspended_by="SOUTH")).kind == "PATH DOWN"


def test_every_piece_of_evidence_has_its_age() -> None:
    """An old light is not taken for a present one."""
    said = classify(GONE)
    assert said.evidence == (
        "Their node was heard 15 min 0 s ago.",
        "Path https reached nothing 10 s ago: No route.",
    )


AGES = st.none() | st.integers(0, 2 * 86_400)
PATHS = st.builds(
    PathSeen,
    path=st.sampled_from(("https", "cable")),
    answers=st.booleans(),
    worked_s=AGES,
    failed_s=AGES,
    fails=st.booleans(),
    ended=st.sampled_from(("nothing", "something", "refusal")),
)
ASKED = st.builds(
    Asked,
    kind=st.just("echo"),
    about=st.just("N"),
    asked_s=st.integers(0, 9_000),
    overdue_s=st.integers(0, 9_000),
    receipted=st.booleans(),
    accounted=st.booleans(),
)
EVIDENCE = st.builds(
    Evidence,
    probe_s=st.just(PROBE_S),
    node_runs=st.booleans(),
    paths=st.lists(PATHS, max_size=3),
    heard_s=AGES,
    overdue=st.lists(ASKED, max_size=3),
    act=st.none() | st.builds(Act, reference=st.just("S"), age_s=st.integers(0, 9_000)),
    suspended_by=st.sampled_from(("", "SOUTH")),
)


@given(EVIDENCE)
def test_nobody_is_blamed_without_the_evidence_for_it(found: Evidence) -> None:
    """People only where their node holds what was asked; a node only where reached."""
    said = classify(found)
    assert bool(said.missing) == (said.kind == "UNKNOWN")
    if said.kind == "NODE UP, NOBODY ANSWERS":
        assert found.heard
        assert any(each.receipted and not each.accounted for each in found.overdue)
    if said.kind in {"PATH DOWN", "THEIR NODE IS DOWN"}:
        tried = [way.tried_s for way in found.ways]
        assert tried
        assert all(age is not None and age <= found.limit_s for age in tried)


def test_what_is_known_of_a_folder_is_told_as_what_it_is() -> None:
    """Who wrote what lies there, and when, was seen by nobody here."""
    box = FOLDER._replace(taken_s=7_200)
    torn = FOLDER._replace(failed_s=5, fails=True, trouble="No stick.")
    said = classify(GONE._replace(paths=(DEAD, box)))
    assert said.kind == "PATH DOWN"
    assert "Path folder could be written 5 s ago." in said.evidence
    assert (
        "A bundle of theirs was taken there 2 h 0 min ago; it may be older."
        in said.evidence
    )
    said = classify(GONE._replace(paths=(DEAD, torn)))
    assert "Path folder could not be written 5 s ago: No stick." in said.evidence
