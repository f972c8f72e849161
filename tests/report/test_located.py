"""How live positions are listed and drawn, with their age (clauses 35.5 and 35.10)."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.dialogue import movements, positions
from tests.dialogue.positions import SHARED, STEP_S, fix, talk
from tests.dialogue.talk import Talk
from tests.node.test_tracking import RANGE, shelf
from tests.node.test_tracking import Followed as Convoy

from detente.dialogue import batch
from detente.dialogue.batch import Report
from detente.dialogue.forms import move
from detente.dialogue.reading import Said
from detente.dialogue.standing import Standing
from detente.node import batches
from detente.node.batches import Batches
from detente.node.tracking import Tracking
from detente.report import located
from detente.report.positions import Followed, of_case, position_list
from detente.report.record import Record
from detente.testing.trackers import Shelf


def record_of(
    own: str, read: Batches, store: Shelf, standing: Standing, alarms: Path
) -> Record:
    """Return a record, as far as a list of positions looks at it."""
    place = SimpleNamespace(known_alarms=alarms)
    found = SimpleNamespace(
        own=own, store=store, batches=read, standing=standing, place=place
    )
    return cast("Record", found)


class Listed:
    """A convoy that shares where it is, as North's record lists it."""

    def __init__(self) -> None:
        self.talk: Talk = talk()
        self.opened = positions.under_way(self.talk)
        self.shelf = Shelf()
        self.read = Batches(self.shelf)

    def report(self, *reports: Report, come: bool = True) -> Said:
        """Let a batch be stated, and its bytes come or not."""
        if come:
            self.shelf.come(batch.render(reports))
        return positions.state(self.talk, self.opened, *reports)

    @property
    def record(self) -> Record:
        """The record, as far as a list of positions looks at it."""
        standing = self.talk.standing()
        return record_of("NORTH", self.read, self.shelf, standing, Path("none"))

    def at(self, now_s: int) -> Followed:
        """Return how the convoy is followed at a time."""
        case = self.talk.case_of(self.opened)
        [found] = of_case(self.record, case, now_s)
        return found


def test_what_has_not_come_for_two_steps_is_stale_and_stays_where_it_was() -> None:
    """A beacon that died is no convoy that is home."""
    listed = Listed()
    at_s = positions.next_step(listed.talk)
    listed.report(fix(at_s, 31.4, 34.3, course_cdeg=9_000, speed_mms=8_000))

    live = listed.at(at_s + 2 * STEP_S)
    stale = listed.at(at_s + 2 * STEP_S + 1)
    week = listed.at(at_s + 7 * 86_400)

    assert (live.state, stale.state, week.state) == ("LIVE", "STALE", "STALE")
    assert live.objects[0].lat_e7 == week.objects[0].lat_e7 == 314_000_000
    [head, row] = located.followed_page(week)
    assert head.startswith("STALE  NORTH/2026/")
    assert "7 d ago, STALE" in row
    assert "090.0° 8.0 m/s" in row


def test_one_of_several_vehicles_may_be_stale_by_itself() -> None:
    """The convoy is live, and one truck of it is not."""
    listed = Listed()
    at_s = positions.next_step(listed.talk)
    listed.report(fix(at_s, object="a"), fix(at_s, object="b"))
    for step in (1, 2, 3):
        listed.report(fix(at_s + step * STEP_S, object="b"))

    found = listed.at(at_s + 3 * STEP_S + 5)

    rows = list(located.followed_page(found))[1:]
    assert found.state == "LIVE"
    assert ["STALE" in each for each in rows] == [True, False]


def test_who_shares_and_never_reports_is_stale_before_long() -> None:
    """A tracker that was never switched on is found before the road is."""
    listed = Listed()
    [share] = listed.talk.case_of(listed.opened).shares
    since_s = share.by.header.released

    assert listed.at(since_s + 2 * STEP_S).state == "NONE YET"
    assert listed.at(since_s + 2 * STEP_S + 1).state == "STALE"


def test_batches_that_are_missing_gone_or_other_than_signed_are_counted() -> None:
    """Nobody takes their silence for that of the tracker."""
    listed = Listed()
    at_s = positions.next_step(listed.talk)
    gone = listed.report(fix(at_s))
    listed.report(fix(at_s + STEP_S), come=False)
    two = (fix(at_s + 2 * STEP_S), fix(at_s + 2 * STEP_S + 1))
    data = batch.render(two)
    attached = positions.attached(data)
    body = batch.stating(batch.render(two[:1]), attached.sha256)
    listed.shelf.come(data)
    listed.talk.by_node(
        *("NORTH", body),
        answers=[listed.opened],
        attachments=(attached,),
        at=at_s + 2 * STEP_S + 2,
    )
    listed.shelf.go(listed.talk.entered(gone))

    found = listed.at(at_s + 3 * STEP_S)

    assert (found.batches, found.purged, found.lacking, found.irregular) == (3, 1, 1, 1)
    [head, wrong] = located.followed_page(found)
    assert "3 batches, 1 PURGED, 1 NOT HERE YET, 1 IRREGULAR" in head
    assert "35.3" in wrong


def test_a_batch_that_goes_is_forgotten_though_it_was_read() -> None:
    """What is purged is no longer shown, by whoever keeps what he has read."""
    listed = Listed()
    at_s = positions.next_step(listed.talk)
    said = listed.report(fix(at_s))
    assert len(listed.at(at_s).objects) == 1

    listed.shelf.go(listed.talk.entered(said))

    assert (listed.at(at_s).purged, listed.at(at_s).objects) == (1, ())


def test_of_too_many_reports_those_read_first_are_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And what is listed is the same."""
    listed = Listed()
    at_s = positions.next_step(listed.talk)
    for step in range(3):
        listed.report(fix(at_s + step * STEP_S, object=str(step)))
    monkeypatch.setattr(batches, "MOST_KEPT", 1)

    twice = [listed.at(at_s + 3 * STEP_S).objects for _ in range(2)]

    assert twice[0] == twice[1]
    assert [each.object for each in twice[0]] == ["0", "1", "2"]


def test_what_is_over_is_not_listed_and_still_stands_in_its_case() -> None:
    """Nor is what is no longer shared."""
    listed = Listed()
    at_s = positions.next_step(listed.talk)
    listed.report(fix(at_s))
    assert len(position_list(listed.record, at_s).followed) == 1
    movements.event(listed.talk, listed.opened, move.Complete)

    assert position_list(listed.record, at_s).followed == ()
    assert listed.at(at_s).state == "OVER"

    other = Listed()
    [share] = other.talk.case_of(other.opened).shares
    other.talk.say("NORTH", SHARED, kind="CANCEL", changes=[share.by.said])
    assert other.at(at_s).state == "NO LONGER SHARED"
    assert position_list(other.record, at_s).followed == ()


def test_a_map_gets_a_point_for_each_object_and_nothing_that_is_not_known() -> None:
    """GeoJSON: longitude first, a height only where there is one."""
    listed = Listed()
    at_s = positions.next_step(listed.talk)
    listed.report(
        fix(at_s, object="a"),
        fix(at_s, object="b", alt_mm=12_500, course_cdeg=4_500, accuracy_m=9),
    )

    drawn = located.drawn([listed.at(at_s + 5)])

    a, b = cast("list[dict[str, Any]]", drawn["features"])
    assert a["geometry"]["coordinates"] == [34.3, 31.4]
    assert b["geometry"]["coordinates"] == [34.3, 31.4, 12.5]
    assert "track_deg" not in a["properties"]
    assert b["properties"]["track_deg"] == 45.0
    assert b["properties"]["accuracy_m"] == 9
    assert a["properties"]["age_s"] == 5


def test_an_empty_list_says_so() -> None:
    """An empty page could be one that did not load."""
    assert list(located.positions_page((), (), 0)) == ["Nothing is followed live."]


def test_the_alarms_listed_are_those_that_our_node_has_found(tmp_path: Path) -> None:
    """Nothing is compared again for who only asks."""
    convoy, kept = Convoy(), tmp_path / "known-alarms.json"
    convoy.report(RANGE)
    held, now_s = shelf(*convoy.batches), convoy.talk.now_s
    record = record_of("SOUTH", Batches(held), held, convoy.standing, kept)
    assert position_list(record, now_s).alarms == ()

    tracking = Tracking("SOUTH", held, kept)
    tracking.look(convoy.standing)
    tracking.keep()

    [alarm] = position_list(record, now_s).alarms
    assert convoy.words() in alarm
