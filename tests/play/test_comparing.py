"""Comparing what stands declared: both nodes, the script, and the notice it is from."""

import pytest
from tests.play.six import SIX, Told

from detente.dialogue.cases.activity import Activity
from detente.dialogue.forms import act
from detente.node.place import Place
from detente.play import comparing, reading, wording
from detente.play.script import Compare, Conflict, Shift, State, Volume
from detente.record.errors import Failed, Malformed, Misasked
from detente.report import compared
from detente.report.compared import Asked, conflict_list
from detente.report.declared import (
    ConflictList,
    ConflictRow,
    ShiftRow,
    UndrawnRow,
    VolumeRow,
)
from detente.report.record import reading as record_of
from detente.space.notices.notice import read
from detente.space.volume import Polygon

E4 = 10_000


def test_both_nodes_find_the_two_areas_that_the_transit_cuts(
    told: Told,
) -> None:
    """The other four are not found, and what would part each pair is told."""
    assert told.text.count("→ OVERLAP: PRC/2022/0002/ACT/1/E phase 1, volume") == 2
    assert told.text.count("USA 2 h 35 min later") >= 2
    assert "The same on both nodes: 2 conflicts among 7 volumes" in told.text


def test_what_was_agreed_leaves_no_conflict(told: Told) -> None:
    """The case ends with the transit changed, and both lines say so."""
    assert "The separation: AGREED." in told.text
    assert "The same on both nodes: no conflict among 7 volumes" in told.text
    for code in ("PRC", "USA"):
        with record_of(Place(told.root / code)) as record:
            assert conflict_list(record, Asked(0)).conflicts == ()
            closed = conflict_list(record, Asked(0, closed=True)).conflicts
            _, transit = record.standing.of_family("activity")
            assert isinstance(transit, Activity)
            first, last = transit.versions[0].header, transit.versions[-1].header
            # What is followed live afterwards meets an area too, and leaves it again.
            ended = [each.closed for each in closed if each.opened == first.reference]
            assert ended == [last.reference] * 2


def test_the_conflicts_of_one_notice_or_number_are_told_alone(told: Told) -> None:
    """An officer asks for what is his."""
    with record_of(Place(told.root / "USA")) as record:
        every = conflict_list(record, Asked(0, closed=True)).conflicts
        transit = every[0].opened
        of_notice = conflict_list(record, Asked(0, closed=True, case=transit)).conflicts
        one = Asked(0, closed=True, case=every[0].number)
        assert [each.opened for each in of_notice] == [transit] * 2
        assert len(every) > len(of_notice)
        assert conflict_list(record, one).conflicts == every[:1]


def test_no_more_are_parted_than_others_can_wait_for(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node answers one at a time."""
    monkeypatch.setattr(compared, "MOST_PARTED", 2)
    with record_of(Place(told.root / "USA")) as record:
        with pytest.raises(Misasked, match="name a notice or a number"):
            conflict_list(record, Asked(0, shifts=True, closed=True))
        transit = conflict_list(record, Asked(0, closed=True)).conflicts[0].opened
        few = Asked(0, shifts=True, closed=True, case=transit)
        assert len(conflict_list(record, few).conflicts) == 2


def test_the_areas_are_those_of_the_notice_in_seconds() -> None:
    """No corner was typed wrongly, and the reading is the one that the case names."""
    script = reading.load(SIX)
    step = script.step("areas")
    assert isinstance(step, State)
    notice = wording.body(step)
    assert isinstance(notice, act.Notice)
    (phase,) = notice.phases
    areas = read(script.files["notice.txt"].decode(), "seconds").areas
    assert len(areas) == len(phase.volumes) == 6
    for area, volume in zip(areas, phase.volumes, strict=True):
        (published,) = area.volume.areas
        assert isinstance(published, Polygon)
        assert volume.outline_polygon is not None
        corners = zip(published.outer, volume.outline_polygon.vertices, strict=True)
        for corner, said in corners:
            assert abs(corner.lat_e9 - said.lat_e5 * E4) <= E4 // 2
            assert abs(corner.lon_e9 - said.lon_e5 * E4) <= E4 // 2
        (window,) = area.volume.windows
        assert (volume.time_start, volume.time_end) == (
            (window.start_ms or 0) // 1000,
            (window.end_ms or 0) // 1000,
        )


SPOILED = {
    "a step that declares nothing": (
        'one = { step = "areas", phase = 1, volume = 2 }',
        'one = { step = "noted", phase = 1, volume = 2 }',
        "Step 'compare', field conflicts.one: 'noted' declares no volume before this",
    ),
    "a volume that its notice has not": (
        'one = { step = "areas", phase = 1, volume = 2 }',
        'one = { step = "areas", phase = 1, volume = 7 }',
        "Step 'compare', field conflicts.one: 'areas' has no phase 1, volume 7.",
    ),
    "an activity without a part": (
        'other = { step = "transit", phase = 1, volume = 1 }',
        'other = { step = "transit" }',
        "Step 'compare', field conflicts.other: 'transit' has no such volume.",
    ),
    "a change in place of what it changes": (
        'one = { step = "areas", phase = 1, volume = 2 }',
        'one = { step = "transit-changed", phase = 1, volume = 1 }',
        "Step 'compare', field conflicts.one: 'transit-changed' declares no volume",
    ),
    "another grade": (
        'grade = "overlap"',
        'grade = "close"',
        "Step 'compare', field conflicts[0].grade: invalid enum value 'close'.",
    ),
    "a stranger who moves": (
        '{ moving = "USA", later_s = 9300 }',
        '{ moving = "EAST", later_s = 9300 }',
        "Step 'compare', field conflicts.shifts.moving: 'EAST' is no party of this",
    ),
    "apart from nothing": (
        'apart_from = "transit"',
        'apart_from = "compare"',
        "Step 'separation', field apart_from: 'compare' is no statement before this",
    ),
    "apart from something, where nothing is proposed": (
        'answers = "separation"\n',
        'answers = "separation"\napart_from = "transit"\n',
        "Step 'separation-agreed', field apart_from: only who proposes a separation",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), SPOILED.values(), ids=SPOILED)
def test_what_cannot_be_compared_is_one_sentence(
    old: str, new: str, sentence: str
) -> None:
    """It is refused with step and field before anything is started."""
    text = SIX.read_text()
    assert old in text
    with pytest.raises(Malformed) as refused:
        reading.parse(text.replace(old, new, 1).encode())
    assert refused.value.sentence.startswith(sentence)


def test_records_that_a_cut_holds_apart_are_not_compared() -> None:
    """Both nodes could not come level, and the play would wait in vain."""
    cut = """\
[[step]]
id = "cut"
at = 2022-08-05T09:05:00Z
do = "cut"
title = "The network is cut"
path = "https"
invented = true

"""
    before = '[[step]]\nid = "compare"\n'
    text = SIX.read_text().replace(before, cut + before)
    with pytest.raises(Malformed, match="'compare', field do: the records are not"):
        reading.parse(text.encode())


def _row(reference: str, owner: str, kind: str = "activity") -> VolumeRow:
    part = "phase 1, volume 1" if kind == "activity" else ""
    return VolumeRow(reference, part, owner, kind, "EXERCISE", "as declared")


def _list(*rows: ConflictRow, digest: str = "0") -> ConflictList:
    return ConflictList({}, "", digest * 64, 2, rows, (), digest * 64)


def _conflict(other: str) -> ConflictRow:
    return ConflictRow(
        _row("N/1", "NORTH"),
        _row(other, "SOUTH", "site"),
        *("overlap", 0, 0, 0, ((0, 60_000),), ""),
        (ShiftRow("NORTH", later_s=300),),
    )


REFERENCES = {"firing": "N/1", "clinic": "S/1"}


def _expecting(*shifts: Shift) -> Compare:
    step = reading.load(SIX).step("compare")
    assert isinstance(step, Compare)
    firing, clinic = Volume("firing", 1, 1), Volume("clinic")
    conflict = Conflict(firing, clinic, "overlap", shifts)
    return Compare(id="c", at=step.at, title="", conflicts=(conflict,))


def test_what_is_expected_may_name_some_of_the_shifts() -> None:
    """A site has no part, and a shift that is found is enough."""
    expected = _expecting(Shift("NORTH", later_s=300))
    comparing.check(expected, _list(_conflict("S/1")), REFERENCES)
    facts = list(comparing.facts(_list(_conflict("S/1"))))
    when = "1970-01-01 00:00:00Z to 1970-01-01 00:01:00Z"
    assert facts == [
        f"OVERLAP: N/1 phase 1, volume 1 with S/1, {when}.",
        "Apart 0 m aside, 0 m of height, 0 s.",
        "Parted by one of: NORTH 5 min later.",
    ]


def test_a_shift_that_is_not_found_ends_the_play() -> None:
    """What was worked out by hand was another figure."""
    with pytest.raises(Failed, match="is parted by NORTH 5 min later, not by"):
        comparing.check(
            _expecting(Shift("NORTH", later_s=600)),
            _list(_conflict("S/1")),
            REFERENCES,
        )


def test_a_conflict_too_many_or_too_few_ends_the_play() -> None:
    """The sentence names both."""
    with pytest.raises(Failed) as failed:
        comparing.check(_expecting(), _list(_conflict("S/2")), REFERENCES)
    assert failed.value.sentence == (
        "Expected and not found: overlap of N/1 phase 1, volume 1 with S/1. "
        "Found and not expected: overlap of N/1 phase 1, volume 1 with S/2."
    )


def test_what_cannot_be_drawn_ends_the_play() -> None:
    """A volume that may be anywhere is not left out of a comparison."""
    undrawn = (UndrawnRow(_row("N/1", "NORTH"), "It crosses itself."),)
    found = ConflictList({}, "", "0" * 64, 1, (), undrawn)
    with pytest.raises(Failed, match=r"N/1 phase 1, volume 1 cannot be drawn: It cr"):
        comparing.check(_expecting(), found, REFERENCES)


def test_two_digests_end_the_play() -> None:
    """One of both programs is wrong, and neither list may be relied on."""
    lists = {"NORTH": _list(digest="a"), "SOUTH": _list(digest="b")}
    with pytest.raises(Failed, match=r"not find the same: NORTH's no .* a{16}; SOUTH"):
        comparing.same(lists)
    comparing.same({"NORTH": _list(), "SOUTH": _list()})
