"""A site says what it must, and stays on the list until its owner withdraws it."""

import pytest
from tests.dialogue.sites import SPOT, asked, case, notified, notify, passed_on
from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import site
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.position import Position, ReadPosition
from detente.dialogue.volume import LatLngPoint

# ------------------------------------------------------------- what a site must say


def test_a_site_that_is_filled_in_is_unmarked() -> None:
    """Its position is given twice, its contact named."""
    talk = Talk()
    assert talk.clauses(notify(talk)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"site_id": " "},
        {"local_name": ""},
        {"fix_source": ""},
        {"fix_at": 4_000_000_000},
        {"revalidate_by": 1},
        {"footprint": (LatLngPoint(0, 0), LatLngPoint(0, 1))},
        {"footprint": (LatLngPoint(0, 0),) * 2 + (LatLngPoint(9_100_000, 0),)},
        {"personal": None},
        {"personal": site.Personal(contact=" ")},
        {"personal": site.Personal(contact="Desk", persons_night=-1)},
        {"personal": site.Personal(contact="Desk", photos=("roof.jpg",))},
    ],
)
def test_a_site_that_lacks_something_is_marked_and_listed(
    changed: dict[str, object],
) -> None:
    """A slip of the notifier exposes nobody."""
    talk = Talk()
    said = notify(talk, **changed)
    assert talk.clauses(said) == ["17.2"]
    assert case(talk, said).withdrawn is None


def test_a_site_is_given_twice() -> None:
    """Some coordinates of the Syrian list were wrong, and nothing beside them."""
    talk = Talk()
    assert talk.clauses(notify(talk, position=Position(0, 0))) == ["14.1"]


def test_the_position_of_a_site_is_read_back() -> None:
    """It is due of who receives it."""
    talk = Talk()
    notify(talk)
    assert [due.of for due in asked(talk, "14.2")] == ["SOUTH"]


def test_every_notification_prints_that_the_duty_stands() -> None:
    """With notice or without it."""
    assert site.Notified.to_print == (
        "Notice does not change the duty to protect, nor does its absence."
    )


# -------------------------------------------------------------------- who says what


@pytest.mark.parametrize(
    "body", [site.Withdrawn(), site.Revalidated(revalidate_by=4_000_000_000)]
)
def test_only_its_owner_withdraws_or_revalidates_a_site(body: Body) -> None:
    """The other side cannot strike a hospital off the list."""
    talk = Talk()
    opened = notify(talk)
    before = case(talk, opened).revalidate_by
    said = talk.say("SOUTH", body, answers=[opened])
    assert talk.clauses(said) == ["17.4"]
    assert case(talk, opened).withdrawn is None
    assert case(talk, opened).revalidate_by == before


def test_an_owner_does_not_answer_its_own_site() -> None:
    """Nobody disseminates in another's name."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("NORTH", passed_on(talk), answers=[opened])
    assert talk.clauses(said) == ["17.4"]
    assert case(talk, opened).undisseminated == ("SOUTH",)


@pytest.mark.parametrize(
    "body",
    [
        site.Noted(),
        site.HoldAdvised(reason=Text("Fighting at the gate.")),
        site.RerouteRequested(reason=Text("The bridge is down.")),
        site.Unable(reason=Text("No link to the brigade.")),
    ],
)
def test_an_answer_stands_and_disseminates_nothing(body: Body) -> None:
    """Noted at headquarters is not known to the crew."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("SOUTH", body, answers=[opened])
    assert talk.clauses(said) == []
    found = case(talk, opened)
    assert [each.id for each in found.answers] == [said.id]
    assert found.undisseminated == ("SOUTH",)


@pytest.mark.parametrize("kind", [site.HoldAdvised, site.RerouteRequested, site.Unable])
def test_an_answer_that_asks_something_says_why(
    kind: type[site.HoldAdvised | site.RerouteRequested | site.Unable],
) -> None:
    """A bare no helps nobody."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("SOUTH", kind(reason=Text(" ")), answers=[opened])
    assert talk.clauses(said) == ["17.6"]


# ------------------------------------------------------------------ stale, withdrawn


def test_a_lapsed_site_is_stale_and_stays() -> None:
    """A date takes nothing off a list."""
    talk = Talk()
    opened = notify(talk)
    found = case(talk, opened)
    assert found.state(found.revalidate_by) == "notified"
    assert found.state(found.revalidate_by + 1) == "stale"
    assert found.live


def test_a_site_is_due_to_be_revalidated_by_its_owner() -> None:
    """At the date it gave."""
    talk = Talk()
    opened = notify(talk)
    [due] = asked(talk, "17.8")
    assert (due.at_s, due.kind, due.of) == (
        case(talk, opened).revalidate_by,
        "re-validate site",
        "NORTH",
    )


def test_a_site_that_all_have_read_is_still_to_be_revalidated() -> None:
    """Acknowledged and read back, it is forgotten by no clock."""
    talk = Talk()
    opened = notify(talk)
    read = ReadPosition("position", SPOT.lat_e5, SPOT.lon_e5)
    body = Acknowledged(read_back=Text("Hospital."), positions=(read,))
    talk.say("SOUTH", body, answers=[opened])
    assert case(talk, opened).waiting == case(talk, opened).unread == ()
    assert [due.kind for due in asked(talk, "17.8")] == ["re-validate site"]


def test_a_revalidated_site_stands_until_the_new_date() -> None:
    """Without being disseminated anew: nothing of it changed."""
    talk = Talk()
    opened = notify(talk)
    talk.say("SOUTH", passed_on(talk), answers=[opened])
    later_s = talk.now_s + 180 * DAY_S
    body = site.Revalidated(revalidate_by=later_s)
    talk.say("NORTH", body, answers=[opened])
    found = case(talk, opened)
    assert found.state(later_s) == "notified"
    assert found.undisseminated == ()


def test_an_answer_to_a_revalidation_is_about_the_site() -> None:
    """The officer answers what came last."""
    talk = Talk()
    opened = notify(talk)
    body = site.Revalidated(revalidate_by=talk.now_s + DAY_S)
    said = talk.say("NORTH", body, answers=[opened])
    talk.say("SOUTH", passed_on(talk), answers=[said])
    assert case(talk, opened).undisseminated == ()


def test_a_date_to_revalidate_by_is_to_come() -> None:
    """A site that is stale at once was mistyped."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("NORTH", site.Revalidated(revalidate_by=1), answers=[opened])
    assert talk.clauses(said) == ["17.2"]


def test_the_owners_newest_date_holds() -> None:
    """That of a changed notification comes after an older re-validation."""
    talk = Talk()
    opened = notify(talk)
    early = site.Revalidated(revalidate_by=talk.now_s + DAY_S)
    talk.say("NORTH", early, answers=[opened])
    newest = notified(talk)
    talk.say("NORTH", newest, kind="UPDATE", changes=[opened])
    assert case(talk, opened).revalidate_by == newest.revalidate_by


def test_a_withdrawn_site_asks_nothing() -> None:
    """Of either side."""
    talk = Talk()
    opened = notify(talk)
    talk.say("NORTH", site.Withdrawn(), answers=[opened])
    assert case(talk, opened).state(talk.now_s) == "withdrawn"
    assert asked(talk, "17.7") == []
    assert asked(talk, "17.8") == []


def test_a_withdrawal_by_mistake_is_taken_back() -> None:
    """The site is on the list again."""
    talk = Talk()
    opened = notify(talk)
    gone = talk.say("NORTH", site.Withdrawn(), answers=[opened])
    talk.say("NORTH", site.Withdrawn(), kind="CANCEL", changes=[gone])
    assert case(talk, opened).state(talk.now_s) == "notified"


@pytest.mark.parametrize("body", [None, site.Withdrawn()])
def test_a_cancel_takes_no_site_off_the_list(body: Body | None) -> None:
    """Only the word WITHDRAWN does."""
    talk = Talk()
    opened = notify(talk)
    said = talk.say("NORTH", body or notified(talk), kind="CANCEL", changes=[opened])
    assert talk.clauses(said) == ["17.5"]
    assert case(talk, opened).withdrawn is None


# ------------------------------------------------------------------ acknowledgement


def test_what_only_confirms_is_not_to_be_acknowledged() -> None:
    """Else each receipt would ask for another."""
    talk = Talk()
    opened = notify(talk)
    talk.say("SOUTH", site.Noted(), answers=[opened])
    talk.say("SOUTH", passed_on(talk), answers=[opened])
    assert case(talk, opened).waiting == ()


def test_a_request_to_wait_is_to_be_acknowledged() -> None:
    """Somebody's life hangs on its being read."""
    talk = Talk()
    opened = notify(talk)
    body = site.HoldAdvised(reason=Text("Fighting."))
    said = talk.say("SOUTH", body, answers=[opened])
    assert [each.id for each in case(talk, opened).waiting] == [said.id]


def test_a_read_back_of_a_site_nine_kilometres_off_is_settled() -> None:
    """Before anyone flies by it."""
    talk = Talk()
    opened = notify(talk)
    body = Acknowledged(
        read_back=Text("Hospital."),
        positions=(ReadPosition("position", 3_680_000, 6_886_300),),
    )
    talk.say("SOUTH", body, answers=[opened])
    assert {due.of for due in asked(talk, "14.3")} == {"NORTH", "SOUTH"}
