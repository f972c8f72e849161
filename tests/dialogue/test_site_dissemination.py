"""Each side that is told of a site says whom it told, and is asked until it has."""

import pytest
from tests.dialogue.sites import SPOT, asked, case, notified, notify, passed_on
from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import site
from detente.dialogue.position import Position

ACKNOWLEDGE_R_S = 21_600


def test_a_site_passed_on_is_no_longer_undisseminated() -> None:
    """Both sides see to whom."""
    talk = Talk()
    opened = notify(talk)
    talk.say("SOUTH", passed_on(talk), answers=[opened])
    talk.say("SOUTH", passed_on(talk, "Ground crews"), answers=[opened])
    found = case(talk, opened)
    assert found.undisseminated == ()
    echelons = [each.body.summary() for each in found.disseminated]  # type: ignore[union-attr]
    assert echelons == [
        "DISSEMINATED TO Air operations",
        "DISSEMINATED TO Ground crews",
    ]


@pytest.mark.parametrize(
    "body",
    [
        site.Disseminated(echelon=" ", at=1),
        site.Disseminated(echelon="Air operations", at=4_000_000_000),
    ],
)
def test_what_is_passed_on_to_nobody_or_not_yet_is_void(body: Body) -> None:
    """It would show as known what is not."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("SOUTH", body, answers=[opened])
    assert talk.clauses(said) == ["17.6"]
    assert case(talk, opened).undisseminated == ("SOUTH",)


def test_a_site_that_changes_is_to_be_disseminated_anew() -> None:
    """Who holds the old position holds nothing."""
    talk = Talk()
    opened = notify(talk)
    talk.say("SOUTH", passed_on(talk), answers=[opened])
    moved = notified(talk, position=Position(3_680_000, 6_886_300, mgrs=SPOT.mgrs))
    corrected = talk.say("NORTH", moved, kind="CORRECTION", changes=[opened])
    found = case(talk, opened)
    assert found.site == moved
    assert found.undisseminated == ("SOUTH",)
    talk.say("SOUTH", passed_on(talk), answers=[corrected])
    assert case(talk, opened).undisseminated == ()


def test_an_answer_to_the_old_notification_passes_on_the_old_one() -> None:
    """Also where it was released after the correction."""
    talk = Talk()
    opened = notify(talk)
    talk.say("NORTH", notified(talk), kind="CORRECTION", changes=[opened])
    talk.say("SOUTH", passed_on(talk), answers=[opened])
    assert case(talk, opened).undisseminated == ("SOUTH",)


def test_a_second_correction_may_cite_the_first_notification() -> None:
    """There is one site, whichever version the officer cites."""
    talk = Talk()
    opened = notify(talk)
    talk.say("NORTH", notified(talk), kind="CORRECTION", changes=[opened])
    newest = notified(talk, name="New name")
    said = talk.say("NORTH", newest, kind="UPDATE", changes=[opened])
    assert talk.clauses(said) == []
    assert case(talk, opened).site == newest


def test_a_dissemination_said_by_mistake_is_taken_back() -> None:
    """And shows again as not passed on."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("SOUTH", passed_on(talk), answers=[opened])
    talk.say("SOUTH", passed_on(talk), kind="CANCEL", changes=[said])
    assert case(talk, opened).undisseminated == ("SOUTH",)


def test_a_dissemination_is_corrected_in_its_place() -> None:
    """The echelon that was meant stands where the wrong one stood."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("SOUTH", passed_on(talk), answers=[opened])
    right = passed_on(talk, "Ground crews")
    talk.say("SOUTH", right, kind="CORRECTION", changes=[said], answers=[opened])
    found = case(talk, opened)
    assert [each.body for each in found.disseminated] == [right]
    assert [each.body for each in found.answers] == [right]


def test_each_side_that_is_told_says_for_itself_whom_it_told() -> None:
    """Also who is only told for information."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    opened = talk.say(
        "NORTH", notified(talk), to_post="SOUTH/Watch", info_posts=("EAST/Watch",)
    )
    talk.say("SOUTH", passed_on(talk), answers=[opened], to_post="NORTH/Watch")
    assert case(talk, opened).undisseminated == ("EAST",)


def test_a_changed_notification_says_anew_to_whom_it_is_put() -> None:
    """Who is no longer told is no longer asked."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    opened = talk.say("NORTH", notified(talk), to_post="SOUTH/Watch")
    talk.say(
        "NORTH", notified(talk), kind="UPDATE", changes=[opened], to_post="EAST/Watch"
    )
    assert case(talk, opened).undisseminated == ("EAST",)
    assert [due.of for due in asked(talk, "17.7")] == ["EAST"]


def test_a_release_time_to_come_does_not_put_dissemination_off() -> None:
    """It is a claim; the clock is the node's own."""
    talk = Talk()
    ahead_s = talk.now_s + DAY_S
    talk.say("NORTH", notified(talk), drafted=ahead_s, released=ahead_s)
    [due] = asked(talk, "17.7")
    assert due.at_s == talk.now_s + ACKNOWLEDGE_R_S


def test_dissemination_is_due_within_the_time_of_acknowledgement() -> None:
    """It asks the receiver, not the owner."""
    talk = Talk()
    opened = notify(talk)
    [due] = asked(talk, "17.7")
    at_s = opened.header.released + ACKNOWLEDGE_R_S
    assert (due.at_s, due.kind, due.of) == (at_s, "disseminate", "SOUTH")


@pytest.mark.parametrize("unable", [True, False])
def test_dissemination_is_asked_for_until_it_is_answered(*, unable: bool) -> None:
    """UNABLE answers too, and leaves it shown as not disseminated."""
    talk = Talk()
    opened = notify(talk)
    body = site.Unable(reason=Text("No link.")) if unable else passed_on(talk)
    talk.say("SOUTH", body, answers=[opened])
    assert asked(talk, "17.7") == []
    assert case(talk, opened).undisseminated == (("SOUTH",) if unable else ())
